import type { Module } from '../embedding/module.js';
import { ExternKind } from '../types/extern-kind.js';
import type { ValueType } from '../types/value-type.js';
import { CliError } from './exit-code.js';
import { functionNames, signature } from './export-text.js';
import { parseValue } from './values/parse-value.js';

/** Which export is to be called, with what. */
export interface Invocation {
  readonly name: string;
  readonly args: readonly (number | bigint | null)[];
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** What is called when nothing is named: a command's entry, or the export without a name. */
const ENTRIES = ['_start', ''];

/**
 * Reads the words after `--invoke`.
 * @throws CliError when there is no such function, or the words do not fit its parameters
 */
export function invocationOf(module: Module, name: string, words: readonly string[]): Invocation {
  const found = functionExport(module, name);
  if (found === undefined) throw missing(module, name);
  const { params, results } = module.functionType(found);
  if (words.length !== params.length) {
    const count = params.length === 1 ? '1 argument' : `${params.length} arguments`;
    throw new CliError(`${name}${signature(module, found)} takes ${count}, not ${words.length}`);
  }
  const args = words.map((word, i) => {
    try {
      return parseValue(word, params[i]!);
    } catch (error) {
      throw new CliError(`argument ${i + 1} of ${name}: ${(error as Error).message}`);
    }
  });
  return { name, args, params, results };
}

/** The entry of a module that has one. */
export function entryOf(module: Module): Invocation | undefined {
  for (const name of ENTRIES) {
    const found = functionExport(module, name);
    if (found !== undefined && module.functionType(found).params.length === 0) {
      return invocationOf(module, name, []);
    }
  }
  return undefined;
}

function functionExport(module: Module, name: string): number | undefined {
  return module.exports().find((one) => one.kind === ExternKind.Function && one.name === name)
    ?.index;
}

function missing(module: Module, name: string): CliError {
  const names = functionNames(module);
  const known =
    names.length === 0 ? 'it exports no function' : `it exports the functions ${names.join(', ')}`;
  return new CliError(`the module exports no function "${name}"; ${known}`);
}
