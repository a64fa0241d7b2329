import { ValueType } from '../types/value-type.js';
import type { Accesses } from './accesses.js';
import { Instruction } from './generated/instruction.js';
import { Place } from './operand-stack.js';

/** `FunctionVisitor.narrow`: one beyond 32 bits becomes −1, which no memory of 2^32 − 2 bytes has. */
export function narrow(accesses: Accesses, depth: number): void {
  const { stack, code, layout } = accesses;
  const height = stack.height - 1 - depth;
  if (stack.places[height] !== Place.Constant) {
    const address = accesses.operand(height);
    const slot = layout.operand(height);
    code.abc(Instruction.narrow, accesses.target(slot), address);
    stack.places[height] = Place.Slot;
    accesses.written(slot, ValueType.I32, -1);
  } else if (stack.highs[height] !== 0) stack.lows[height] = -1;
  stack.types[height] = ValueType.I32;
}
