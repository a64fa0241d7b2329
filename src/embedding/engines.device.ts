/** On a board the compiler is an import of its own: see `engines.ts` and src/compiler.ts. */
export {};
