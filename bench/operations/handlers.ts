/**
 * The runtime with another loop: the same instructions, but each is a function in an array, and what
 * the loop holds in local variables they share as variables around them. To measure what the tree of
 * comparisons gains or loses; nothing but kernels runs on it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Text between two marks, without them. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`the loop has no \`${from}\` any more`);
  return text.slice(start + from.length, end);
}

/** Writes the bundle with handlers; returns its path. */
export async function writeHandlers(): Promise<string> {
  const loop = await readFile(at('../../src/interpreter/generated/loop.ts'), 'utf8');
  const bundle = await readFile(at('../../dist/xs/wasmote.js'), 'utf8');
  const leaves = [...loop.matchAll(/^ +\/\/ (\w+)\n +(.*)$/gm)].filter(
    ([, name]) => name !== 'frame',
  );
  const enter = between(loop, '// frame.\n', '      for (;;) {\n        w = code[pc++]!;');
  const handlers = leaves.map(([, name, body]) => {
    const text = body!
      .replace(/\bbreak;/g, 'return enter();')
      .replace(/\breturn;/g, '{ running = false; return; }');
    return `/* ${name} */ () => { ${text} }`;
  });
  const { code } = await transform(
    `const execute = (() => {
const MIN = -2147483648 | 0;
const { imul } = Math;
let R, F, D, refs, callers, limit, code, globals, view, store, instance, running = false;
let pc = 0, fp = 0, fh = 0, w = 0, i = 0, j = 0, t = 0, k = 0, x = 0, y = 0, z = 0, o;
const enter = () => {
${enter}};
const HANDLERS = Object.freeze([
${handlers.join(',\n')}
]);
return (theStore, theInstance, index, frame) => {
  store = theStore; instance = theInstance;
  R = store.cells; F = store.floats; D = store.doubles; refs = store.refs; callers = store.callers;
  limit = R.length; code = instance.module.code; globals = instance.globals;
  view = helpers.viewOf(instance);
  i = frame; j = 0; t = -1; z = code[index - instance.module.importedFunctions];
  enter();
  running = true;
  while (running) {
    w = code[pc++];
    HANDLERS[w & 255]();
  }
};
})();`,

    { loader: 'ts', target: 'es2022' },
  );
  const start = bundle.indexOf('function execute(store, instance, index, frame) {');
  const end = bundle.indexOf('\n}\n', start) + 3;
  if (start < 0) throw new Error('the bundle has no loop');
  const path = at('../../.cache/bench/wasmote-handlers.js');
  await writeFile(path, bundle.slice(0, start) + code + bundle.slice(end));
  return path;
}
