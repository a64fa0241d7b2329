import { ModuleTrait } from '../runtime/module.js';
import { isReference, type ValueType } from '../types/value-type.js';

/** Where an operand is. */
export const enum Place {
  /** In the slot of its height. */
  Slot,
  /** Still in a local: nothing was copied yet. */
  Local,
  /** Nowhere: a constant that no instruction has needed yet. */
  Constant,
}

/**
 * The translator's picture of the operand stack. Reading a local or a constant puts nothing into
 * the code; the instruction that takes the operand names the local or holds the constant itself.
 */
export class OperandStack {
  height = 0;
  /** What was seen of the module so far: bits of `ModuleTrait`. */
  traits = 0;
  readonly types: ValueType[] = [];
  readonly places: Place[] = [];
  /** The local's index, or the constant's low half. */
  readonly lows: number[] = [];
  /** The constant's high half. */
  readonly highs: number[] = [];

  push(type: ValueType, place: Place = Place.Slot, low = 0, high = 0): void {
    const { height } = this;
    if (isReference(type)) this.traits |= ModuleTrait.HoldsReferences;
    this.types[height] = type;
    this.places[height] = place;
    this.lows[height] = low;
    this.highs[height] = high;
    this.height = height + 1;
  }
}
