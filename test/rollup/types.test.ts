import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './project.js';

let project: Project;
beforeAll(() => {
  project = new Project();
  symlinkSync(join(process.cwd(), 'node_modules', 'rollup'), project.file('node_modules/rollup'));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** What TypeScript says of files of a project that has this package installed. */
function complaints(...files: readonly string[]): string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: ['wasmote/guests'],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  host.getCurrentDirectory = () => project.folder;
  const program = ts.createProgram(files, options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('gives programs and configurations types', () => {
  const main = project.write(
    'main.ts',
    `import { Engine, Linker, Module, Store } from 'wasmote';
     import 'wasmote/gc';
     import { memoryUsage } from 'wasmote/budget';
     import bytes from './traffic.wasm';
     import image from './traffic.wasm?form=image';
     import compiled from './traffic.wasm?form=compiled';
     import text from './calculator.wat';
     const engine = new Engine();
     const modules: Module[] = [
       new Module(engine, bytes), Module.deserialize(engine, image), compiled, new Module(engine, text),
     ];
     export const total: number = memoryUsage(new Linker(engine).instantiate(new Store(engine), modules[0]!)).linearMemory;
     // @ts-expect-error: bytes are no module
     new Linker(engine).instantiate(new Store(engine), bytes);`,
  );
  const config = project.write(
    'rollup.config.ts',
    `import wasmote, { type WasmotePluginOptions } from 'wasmote/rollup';
     import type { RollupOptions } from 'rollup';
     const options: WasmotePluginOptions = {
       form: 'image', optimize: { strip: true }, budget: { board: 'rp2040', instances: { traffic: 8 } },
     };
     // @ts-expect-error: there is no such form
     wasmote({ form: 'text' });
     export default { input: 'main.ts', plugins: [wasmote(options)] } satisfies RollupOptions;`,
  );
  expect(complaints(main, config)).toEqual([]);
});
