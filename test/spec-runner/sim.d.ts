/** The simulator's own module (sim/README.md), as far as the runner uses it. */
declare module 'sim' {
  const Sim: {
    readonly argv: readonly string[];
    readFile(path: string): ArrayBuffer;
  };
  export default Sim;
}

/** Imported for what it does: see src/compiler.ts. */
declare module 'wasmote/compiler';
declare module 'wasmote/exception-handling';
declare module 'wasmote/gc';
declare module 'wasmote/memory64';
declare module 'wasmote/wide-arithmetic';
