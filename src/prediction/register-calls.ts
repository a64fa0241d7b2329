/** What functions call, by their register code: an image has no other. */
import { HEADER_BYTES } from '../binary/header.js';
import type { Module } from '../embedding/module.js';
import { Disassembly } from '../explore/registers/disassembly.js';
import { Names } from '../explore/wat/names.js';
import type { Calls } from './call-graph.js';

const NO_NAMES = new Names(new Uint8Array(HEADER_BYTES));

/** `call           func 3, r4`, or `call_indirect  table 0[r2] type 1, r4`; `ref r5` of `call_ref` */
const CALL = /^(?:return_)?call\S* +(?:func (\d+)|table |ref )/;

/** The calls of each function of a module, by its index. */
export function callsInRegisterCode(module: Module): Map<number, Calls> {
  const { functionCount, importedFunctions, traits } = module;
  const code = module.executor.pristine?.() ?? module.code;
  const disassembly = new Disassembly(code, functionCount, importedFunctions, NO_NAMES, traits);
  const calls = new Map<number, Calls>();
  for (let index = importedFunctions; index < functionCount; index++) {
    const found = disassembly.function(index).flatMap(({ text }) => {
      const match = CALL.exec(text);
      return match === null ? [] : [match[1] as string | undefined];
    });
    const called = found.flatMap((callee) => (callee === undefined ? [] : [Number(callee)]));
    calls.set(index, {
      callees: called.filter((callee) => callee >= importedFunctions),
      callsTable: found.includes(undefined),
      callsOut: called.some((callee) => callee < importedFunctions),
    });
  }
  return calls;
}
