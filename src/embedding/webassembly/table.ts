import { Table as RuntimeTable } from '../../runtime/table.js';
import { TableType } from '../../types/table-type.js';
import { ValueType } from '../../types/value-type.js';
import { toJavaScript } from './exported-function.js';
import type { GetState, State } from './state.js';
import type { TableConstructor } from './types.js';
import { toWebAssembly } from './value.js';
import {
  addressValueToNumber,
  defineInterface,
  dictionary,
  numberToAddressValue,
  readSizes,
} from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#tables */
export function defineTable(state: GetState): TableConstructor {
  class Table {
    constructor(descriptor: unknown, value: unknown = undefined) {
      const type = readType(dictionary(descriptor));
      const initial = elementOf(state(), value, type.element);
      const table = new RuntimeTable(state().store, type, initial);
      // The runtime takes undefined for a missing value, whose default is null.
      if (initial === undefined) table.fill(0, initial, table.size);
      state().pair(this, table);
    }

    get length(): number | bigint {
      const { size, type } = state().require(this, RuntimeTable);
      return numberToAddressValue(size, type.is64);
    }

    get(index: unknown): unknown {
      const table = state().require(this, RuntimeTable);
      const element = table.get(inBounds(table, toNumber(table, index)));
      return toJavaScript(state(), element, table.type.element);
    }

    set(index: unknown, ...rest: unknown[]): void {
      const table = state().require(this, RuntimeTable);
      const { element } = table.type;
      const number = toNumber(table, index);
      const value =
        rest.length === 0
          ? elementOf(state(), undefined, element)
          : toWebAssembly(state(), rest[0], element);
      table.set(inBounds(table, number), value);
    }

    grow(delta: unknown, value: unknown = undefined): number | bigint {
      const table = state().require(this, RuntimeTable);
      const { element, is64 } = table.type;
      const number = addressValueToNumber(delta, is64, 'delta');
      return numberToAddressValue(table.grow(number, elementOf(state(), value, element)), is64);
    }
  }
  return defineInterface('Table', Table) as unknown as TableConstructor;
}

/** An element from an argument that may be missing, which makes it null or undefined. */
function elementOf(state: State, value: unknown, type: ValueType): unknown {
  return value === undefined && type !== ValueType.ExternRef
    ? null
    : toWebAssembly(state, value, type);
}

/** @throws TypeError for what is no index */
function toNumber({ type }: RuntimeTable, index: unknown): number {
  return addressValueToNumber(index, type.is64, 'index');
}

/** @throws RangeError where the table ends before the index */
function inBounds({ size }: RuntimeTable, index: number): number {
  if (index >= size) throw new RangeError(`the table has ${size} elements`);
  return index;
}

/** @throws TypeError for a value of the wrong kind, RangeError for an impossible size */
function readType(descriptor: Readonly<Record<string, unknown>>): TableType {
  // In the order of the official suite, which is that of browsers; by Web IDL, `address` is first.
  const element = elementType(`${descriptor['element'] as string}`);
  const { is64, initial, maximum } = readSizes(descriptor);
  if (maximum !== undefined && maximum < initial) {
    throw new RangeError(`the maximum, ${maximum}, is below the initial size, ${initial}`);
  }
  return new TableType(element, initial, maximum, is64);
}

function elementType(kind: string): ValueType {
  switch (kind) {
    case 'anyfunc':
      return ValueType.FuncRef;
    case 'externref':
      return ValueType.ExternRef;
    default:
      throw new TypeError(`\`${kind}\` is no type of a table's elements`);
  }
}
