/** On a board `wasmote/budget` is an import of its own: see `desktop.ts` and src/budget.ts. */
export {};
