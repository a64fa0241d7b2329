import type { Module } from '../embedding/module.js';
import { ExternKind, externKindName } from '../types/extern-kind.js';
import { valueTypeName } from '../types/value-type.js';

/** A module's exports as people read them, one each: `function add(i32, i32) -> i32`. */
export function exportTexts(module: Module): string[] {
  return module.exports().map(({ name, kind, index }) => {
    const text = `${externKindName(kind)} ${nameText(name)}`;
    return kind === ExternKind.Function ? text + signature(module, index) : text;
  });
}

/** The names of the exported functions, for messages. */
export function functionNames(module: Module): string[] {
  return module
    .exports()
    .filter(({ kind }) => kind === ExternKind.Function)
    .map(({ name }) => nameText(name));
}

/** A function's type as `(i32, i32) -> i32`. */
export function signature(module: Module, index: number): string {
  const { params, results } = module.functionType(index);
  const list = results.map(valueTypeName).join(', ');
  const arrow = results.length === 0 ? '' : ` -> ${results.length === 1 ? list : `(${list})`}`;
  return `(${params.map(valueTypeName).join(', ')})${arrow}`;
}

/** Quoted where it is empty, or has something in it that a shell or a reader would stumble over. */
function nameText(name: string): string {
  return /^[\w.$:#/@-]+$/.test(name) ? name : JSON.stringify(name);
}
