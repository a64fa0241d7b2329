/**
 * What `import guest from './guest.wasm'` gives where the plugin `wasmote/rollup` makes it:
 * `/// <reference types="wasmote/guests" />`, or `"types": ["wasmote/guests"]` of a tsconfig.
 */
declare module '*.wasm' {
  /** The bytes of a module, or of an image; on a board a `Resource`. */
  const guest: import('wasmote').ModuleSource;
  export default guest;
}

declare module '*.wat' {
  const guest: import('wasmote').ModuleSource;
  export default guest;
}

/** For `new Module(engine, guest)`. */
declare module '*?form=bytes' {
  const guest: import('wasmote').ModuleSource;
  export default guest;
}

/** For `Module.deserialize(engine, guest)`. */
declare module '*?form=image' {
  const guest: import('wasmote').ModuleSource;
  export default guest;
}

/** Compiled: for `linker.instantiate(store, guest)`. */
declare module '*?form=compiled' {
  const guest: import('wasmote').Module;
  export default guest;
}
