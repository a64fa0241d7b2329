import { BoardError } from '../boards/board-error.js';
import { CompileError, LinkError, RuntimeError } from '../errors/errors.js';
import { DeserializeError } from '../image/errors.js';
import { BinaryenError } from '../transform/binaryen.js';
import { RepageError } from '../transform/repage/repage-error.js';
import { BuildError, NoCompilerError } from '../simulator/build.js';
import { ManifestError } from '../simulator/manifest.js';
import { XsSourcesError } from '../simulator/xs-sources.js';
import { CliError, ExitCode } from './exit-code.js';

/** A command's end as the user sees it. */
export interface Failure {
  /** One sentence. */
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** What an error means to the user; stacks are for those who set `WASMOTE_DEBUG`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CliError) return { message: error.message, exitCode: error.exitCode };
  const message = error instanceof Error ? error.message : String(error);
  if (
    error instanceof CompileError ||
    error instanceof DeserializeError ||
    error instanceof LinkError ||
    error instanceof RuntimeError
  ) {
    return { message, exitCode: ExitCode.Guest };
  }
  if (error instanceof BoardError || error instanceof ManifestError) {
    return { message, exitCode: ExitCode.Usage };
  }
  if (error instanceof NoCompilerError || error instanceof XsSourcesError) {
    return { message, exitCode: ExitCode.Build };
  }
  if (error instanceof BinaryenError || error instanceof RepageError)
    return { message, exitCode: ExitCode.Guest };
  if (error instanceof BuildError) {
    // All that the compiler said is in the error's stack.
    const line = message.split('\n').find((text) => text.includes('error')) ?? message;
    return { message: `the simulator cannot be built: ${line}`, exitCode: ExitCode.Build };
  }
  const text = `this is a defect of wasmote, please report it: ${message}`;
  return { message: text, exitCode: ExitCode.Defect };
}
