import {
  FunctionType,
  Global,
  GlobalType,
  HostFunc,
  type Linker,
  Memory,
  MemoryType,
  type Store,
  Table,
  TableType,
  type ValueTypeName,
} from '../../src/index.js';

const PRINTERS: Readonly<Record<string, readonly ValueTypeName[]>> = {
  print: [],
  print_i32: ['i32'],
  print_i64: ['i64'],
  print_f32: ['f32'],
  print_f64: ['f64'],
  print_i32_f32: ['i32', 'f32'],
  print_f64_f64: ['f64', 'f64'],
};

const GLOBALS: readonly (readonly [ValueTypeName, number | bigint])[] = [
  ['i32', 666],
  ['i64', 666n],
  ['f32', 666.6],
  ['f64', 666.6],
];

/** The module that scripts import from. */
export function defineSpectest(linker: Linker, store: Store): void {
  for (const [name, params] of Object.entries(PRINTERS)) {
    const func = new HostFunc(FunctionType.of(params, []), () => undefined);
    linker.define('spectest', name, func);
  }
  for (const [type, value] of GLOBALS) {
    linker.define('spectest', `global_${type}`, new Global(GlobalType.of(type), value));
  }
  linker.define('spectest', 'table', new Table(store, TableType.of('funcref', 10, 20)));
  linker.define('spectest', 'table64', new Table(store, TableType.of64('funcref', 10, 20)));
  const memory = MemoryType.builder().min(1).max(2).build();
  linker.define('spectest', 'memory', new Memory(store, memory));
}
