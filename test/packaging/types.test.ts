import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/simulator/manifest.js';
import { FIRMWARE, FIRMWARE_INCLUDES } from './firmware.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Moddable's own, from npm. */
const TYPINGS = resolve('node_modules/@moddable/typings');

const ours = resolveManifests(FIRMWARE_INCLUDES, 'pico');

/** What is wrong with a program, in the words of the compiler. */
function check(text: string, types = ours.types): string[] {
  const file = join(folder, 'main.ts');
  writeFileSync(file, text);
  const beside = (path: string): string[] => [path.replace(/\.d\.ts$/, '')];
  const sdk = ['', 'embedded_io/', 'embedded_provider/'].flatMap((part) =>
    readdirSync(join(TYPINGS, part))
      .filter((name) => name.endsWith('.d.ts'))
      .map((name) => {
        const specifier = part.replace('_', ':') + name.replace('.d.ts', '');
        return [specifier, beside(join(TYPINGS, part, name))] as const;
      }),
  );
  // What mcconfig writes into tsconfig-base.json, and `strict`, which firmware may add.
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.Preserve,
    target: ts.ScriptTarget.ES2025,
    lib: ['lib.es2025.d.ts'],
    types: [join(TYPINGS, 'xs'), join(TYPINGS, 'global')],
    paths: Object.fromEntries([
      ...sdk,
      ...[...types].map(([specifier, path]) => [specifier, beside(path)] as const),
    ]),
    strict: true,
    noEmit: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file: source, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n');
      return `${source?.fileName.replace(folder, '')}: ${message}`;
    })
    .filter((line) => !line.startsWith(TYPINGS));
}

describe('types on XS', () => {
  it('are there for each module of the manifests that an application imports', () => {
    const modules = [...ours.modules.keys()].filter((name) => name !== 'wasmote/extension');
    expect(new Set(ours.types.keys())).toEqual(new Set(modules));
  });

  it('fit a firmware that uses all entries', () => {
    expect(check(FIRMWARE)).toEqual([]);
  });

  it('find mistakes', () => {
    const found = check(
      FIRMWARE.replace('setFuel(100_000)', "setFuel('much')").replace('Memory,', 'Memorie,'),
    );
    expect(found).toEqual([
      expect.stringMatching(/^\/main\.ts: .*Memorie/),
      expect.stringMatching(/^\/main\.ts: Argument of type 'string'/),
      expect.stringMatching(/^\/main\.ts: Cannot find name 'Memory'/),
    ]);
  });

  it('are declared for no value that the module has not', () => {
    const program = ts.createProgram([...ours.types.values()], {
      module: ts.ModuleKind.Preserve,
      noLib: true,
    });
    const checker = program.getTypeChecker();
    const isValue = (symbol: ts.Symbol): boolean => {
      const isAlias = symbol.flags & ts.SymbolFlags.Alias;
      const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return (flags & ts.SymbolFlags.Value) !== 0 && !(flags & ts.SymbolFlags.ConstEnum);
    };
    const declared = [...ours.types].flatMap(([specifier, path]) => {
      const symbol = checker.getSymbolAtLocation(program.getSourceFile(path)!);
      const names = symbol === undefined ? [] : checker.getExportsOfModule(symbol).filter(isValue);
      return names.map(({ name }) => `${specifier} ${name}`);
    });
    const exported = [...ours.modules].flatMap(([specifier, path]) =>
      [...readFileSync(path, 'utf8').matchAll(/^export \{ (.*) \}/gm)].flatMap(([, list]) =>
        list!.split(', ').map((name) => `${specifier} ${name.replace(/.* as /, '')}`),
      ),
    );
    expect(declared).toContain('wasmote Engine');
    expect(declared.filter((name) => !exported.includes(name))).toEqual([]);
  });
});

it('the package has types for every entry on Node', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, { types?: string }>;
  };
  const names = [...ours.modules.keys()].filter((name) => name !== 'wasmote/extension');
  for (const name of names) {
    const { types } = exports[name.replace('wasmote', '.')] ?? {};
    expect(types !== undefined && existsSync(types), name).toBe(true);
  }
});
