import { CompileError } from '../../errors/errors.js';

/** An error of an invalid module, as those of errors/compile-errors.ts. */
export function placed(message: string, offset: number): CompileError {
  const text = `${message} (at offset 0x${offset.toString(16)})`;
  return Object.assign(new CompileError(text), { offset });
}
