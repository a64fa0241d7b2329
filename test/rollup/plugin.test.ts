import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RollupWatcherEvent, watch } from 'rollup';
import { Engine, Module } from '../../src/index.js';
import { compileModule } from '../../src/embedding/compile-module.js';
import wasmote, { type WasmotePluginOptions } from '../../src/rollup.js';
import { Project } from './project.js';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Loads a guest of each form and calls it. */
const PROGRAM = `
  import { Engine, Linker, Module, Store } from 'wasmote';
  import bytes from './traffic.wasm';
  import image from './traffic.wasm?form=image';
  import compiled from './traffic.wasm?form=compiled';
  import text from './calculator.wat';
  const engine = new Engine();
  const call = (module, ...args) =>
    new Linker(engine).instantiate(new Store(engine), module).call(...args);
  console.log(
    call(new Module(engine, bytes), 'step', 1),
    call(Module.deserialize(engine, image), 'step', 1),
    call(compiled, 'step', 1),
    call(new Module(engine, text), 'apply', 3, -7, 2),
  );`;

/** (module (type (struct (field i32))) (func (export "f") …)): makes a structure of 7, and reads it. */
const STRUCT = Buffer.from(
  '0061736d01000000010902600001' +
    '7f5f017f000302010007050101660000' +
    '0a0d010b004107fb0001fb0201000b',
  'hex',
);

const traffic = readFileSync('examples/guests/traffic.wasm');

describe('a bundle for everywhere', () => {
  it('has the guests in it, and runs on Node', async () => {
    const { files, told } = await project.build(PROGRAM, { target: 'any' });
    expect(told).toEqual([]);
    expect(Object.keys(files)).toEqual(['main.js']);
    expect(await project.run()).toBe('19 19 19 -3\n');
  });

  it('has of one guest in one form one copy', async () => {
    const program = `import a from './traffic.wasm'; import b from './traffic.wasm?form=bytes&fuel=false';
      console.log(a === b, a.length, a[1]);`;
    await project.build(program, { target: 'any' });
    expect(await project.run()).toBe('true 619 97\n');
  });

  it('imports the parts of the library that a guest needs', async () => {
    project.write('struct.wasm', STRUCT);
    for (const form of ['bytes', 'image', 'compiled'] as const) {
      const { files } = await project.build(`import './struct.wasm';`, { target: 'any', form });
      expect(files['main.js']).toContain("import 'wasmote/gc';");
      const program = `import guest from './struct.wasm?form=${form}';
        import { Engine, Linker, Module, Store } from 'wasmote';
        const engine = new Engine();
        const module = guest instanceof Module ? guest
          : Engine.detectPrecompiled(guest) ? Module.deserialize(engine, guest) : new Module(engine, guest);
        console.log(new Linker(engine).instantiate(new Store(engine), module).call('f'));`;
      await project.build(program, { target: 'any' });
      expect(await project.run()).toBe('7\n');
    }
  });
});

describe('a bundle for a firmware', () => {
  it('has the guests beside it, and a manifest that names them', async () => {
    const { files } = await project.build(PROGRAM);
    const guests = ['calculator.wasm', 'traffic.cwasm', 'traffic.js', 'traffic.wasm'];
    expect(Object.keys(files).sort()).toEqual([
      ...guests.map((name) => `guests/${name}`),
      'main.js',
      'manifest_guests.json',
    ]);
    expect(files['main.js']).toContain("import compiled from 'guests/traffic';");
    expect(files['main.js']).toContain("new Resource('traffic.cwasm')");
    const { include, ...rest } = JSON.parse(files['manifest_guests.json']!) as {
      include: string[];
    };
    expect(include).toEqual([expect.stringMatching(/^\.\.\/.*\/manifest_compiled\.json$/)]);
    expect(rest).toEqual({
      modules: { 'guests/traffic': './guests/traffic.js' },
      preload: ['guests/traffic'],
      data: {
        '*': ['./guests/calculator.wasm', './guests/traffic.cwasm', './guests/traffic.wasm'],
      },
    });
    const made = (name: string): Buffer => readFileSync(project.file(`build/guests/${name}`));
    expect(made('traffic.wasm')).toEqual(traffic);
    expect(Uint8Array.from(made('traffic.cwasm'))).toEqual(new Engine().precompileModule(traffic));
    expect(made('traffic.js').toString()).toBe(
      compileModule(new Engine(), Uint8Array.from(traffic), 'traffic'),
    );
  });

  it('leaves to the firmware what it has as modules', async () => {
    const program = `import Digital from 'embedded:io/digital'; import 'wasmote/budget'; new Digital({ pin: 2 });`;
    const { files } = await project.build(program);
    expect(files['main.js']).toMatch(
      /^import Digital from 'embedded:io\/digital';\nimport 'wasmote/,
    );
    expect(Object.keys(files)).toEqual(['main.js']);
  });

  it('is one file, too, and its manifest may have another name or not be there', async () => {
    const file = project.file('out/app.js');
    const program = `import guest from './traffic.wasm'; trace(guest.byteLength);`;
    const names = async (options: WasmotePluginOptions): Promise<string[]> =>
      Object.keys((await project.build(program, options, { file })).files);
    const both = ['app.js', 'guests/traffic.wasm'];
    expect(await names({ manifest: 'guests.json' })).toEqual([...both, 'guests.json']);
    expect(await names({ manifest: false })).toEqual(both);
    const manifest = readFileSync(project.file('out/guests.json'), 'utf8');
    expect(JSON.parse(manifest).include).toEqual([expect.stringMatching(/\/manifest\.json$/)]);
  });

  it('includes what the compiler on the device and parts of WebAssembly take', async () => {
    project.write('struct.wasm', STRUCT);
    const { files } = await project.build(
      `import a from './struct.wasm?engine=compiler&form=image'; trace(a.byteLength);`,
    );
    expect(files['main.js']).toContain("import 'wasmote/compiler';\nimport 'wasmote/gc';");
    const { include } = JSON.parse(files['manifest_guests.json']!) as { include: string[] };
    expect(include.map((path) => path.replace(/^.*\//, ''))).toEqual([
      'manifest_compiler.json',
      'manifest_gc.json',
    ]);
  });
});

describe('options', () => {
  it('of an import go before those of a guest, and these before those of all', async () => {
    const program = `
      import a from './traffic.wasm';
      import b from './crc32.wasm';
      import c from './ring-filter.wasm?form=compiled&name=ring';
      trace(a, b, c);`;
    const { files } = await project.build(program, {
      form: 'image',
      guest: (file) => (file.endsWith('crc32.wasm') ? { form: 'bytes' } : undefined),
    });
    expect(Object.keys(files).filter((name) => name.startsWith('guests/'))).toEqual([
      'guests/crc32.wasm',
      'guests/ring.js',
      'guests/traffic.cwasm',
    ]);
  });

  it('count fuel, and make code for a board', async () => {
    const program = `import a from './crc32.wasm'; trace(a);`;
    const codeOf = async (options: WasmotePluginOptions): Promise<string> =>
      (await project.build(program, { form: 'compiled', ...options })).files['guests/crc32.js']!;
    const plain = await codeOf({});
    expect(await codeOf({ fuel: true })).toContain('S.fuel-=');
    expect(plain).not.toContain('fuel');
    expect(await codeOf({ board: 'rp2040' })).toBe(
      compileModule(new Engine(), readFileSync('examples/guests/crc32.wasm'), 'crc32', 131_072),
    );
  });

  it('make guests smaller', async () => {
    const program = `import a from './calculator.wat'; trace(a);`;
    const { files } = await project.build(program, { optimize: { strip: true } });
    const small = Buffer.from(files['guests/calculator.wasm']!, 'latin1');
    expect(small.length).toBeLessThan(readFileSync('examples/guests/calculator.wasm').length);
    const names = new Module(new Engine(), small).exports().map(({ name }) => name);
    expect(names).toContain('apply');
  });

  it('give guests memories of the bytes that they need', async () => {
    const name = 'c-bump-names.wasm';
    project.write(name, readFileSync(`test/transform/guests/${name}`));
    const memoriesOf = (wasm: string): readonly { minimum: number; pageSizeLog2: number }[] =>
      new Module(new Engine(), Buffer.from(wasm, 'latin1')).memories;
    const build = (query: string, options: WasmotePluginOptions = {}) =>
      project.build(`import a from './${name}${query}'; trace(a);`, options);
    const { files, told } = await build('?repage&verify');
    const [memory] = memoriesOf(files['guests/c-bump-names.wasm']!);
    expect(memory!.pageSizeLog2).toBe(0);
    expect(memory!.minimum).toBeLessThan(2000);
    expect(told[0]).toMatch(/c-bump-names\.wasm: memory 0: [\d,]+ bytes, of 65,536: /);
    const more = await build('', { repage: { heapBytes: 4000 } });
    const [larger] = memoriesOf(more.files['guests/c-bump-names.wasm']!);
    expect(larger!.minimum).toBeGreaterThanOrEqual(memory!.minimum + 2000);
    const not = await build('?repage=false', { repage: { heapBytes: 4000 } });
    expect(memoriesOf(not.files['guests/c-bump-names.wasm']!)[0]!.pageSizeLog2).toBe(16);
  });

  it('leave files to other plugins', async () => {
    const program = `import a from './traffic.wasm'; trace(a);`;
    expect(await project.failure(program, { guest: () => false })).toContain(
      'you need plugins to import files that are not JavaScript',
    );
  });

  it.each([
    [{ form: 'wasm' }, 'form is none of "bytes", "image", "compiled": "wasm"'],
    [{ engine: 'jit' }, 'engine is none of "interpreter", "compiler": "jit"'],
    [{ fuel: 1000 }, 'fuel is neither true nor false: 1000'],
    [{ optimise: true }, 'there is no option "optimise"; there are form, engine, repage'],
    [{ optimize: { size: true } }, 'there is no option "optimize.size"; there are optimize.strip'],
    [{ repage: { heap: 1 } }, 'there is no option "repage.heap"; there are repage.stackBytes,'],
    [{ repage: { heapBytes: -1 } }, 'heapBytes is no whole number of bytes: -1'],
    [{ repage: { sizes: 300 } }, 'sizes is no list of whole numbers of bytes: 300'],
    [{ target: 'node' }, 'target is neither "xs" nor "any": "node"'],
    [{ guest: {} }, 'guest is no function'],
    [{ manifest: true }, 'manifest is neither the name of a file nor false'],
    [{ board: 'nope' }, 'no board is named "nope"; known boards: esp32,'],
    [{ budget: true }, "budget names no board, as { board: 'rp2040' } does"],
    [{ budget: { board: 'nope' } }, 'no board is named "nope"'],
    [{ budget: { board: 'rp2040', ram: 1 } }, 'there is no option "budget.ram"; there are board,'],
    [
      { budget: { board: 'rp2040', instances: 0 } },
      'budget.instances is no whole number above 0: 0',
    ],
    [
      { budget: { board: 'rp2040', instances: { traffic: 1.5 } } },
      'budget.instances.traffic is no whole number above 0: 1.5',
    ],
    [
      { budget: { board: 'rp2040', heapBytes: '20 KB' } },
      'budget.heapBytes is no whole number: "20 KB"',
    ],
    [{ budget: { board: 'rp2040', report: 'yes' } }, 'budget.report is no boolean'],
  ])('%j: %s', (options, message) => {
    const make = (): unknown => wasmote(options as unknown as WasmotePluginOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`wasmote/rollup: ${message}`);
  });
});

describe('a build fails', () => {
  const importing = (source: string): string => `import a from '${source}'; trace(a);`;

  it.each([
    ['./traffic.wasm?fom=image', 'there is no option "fom"; there are name, form, engine,'],
    ['./traffic.wasm?form=imag', 'form is none of "bytes", "image", "compiled": "imag"'],
    ['./traffic.wasm?strip=maybe', 'strip is neither true nor false: "maybe"'],
    ['./traffic.wasm?name=a/b', 'name has other characters than letters, digits'],
  ])('for what %s says', async (source, message) => {
    const failure = await project.failure(importing(source));
    expect(failure).toContain(`of ${source} (imported by FOLDER/main.js): ${message}`);
  });

  it('for a guest that is not valid, naming the file and where', async () => {
    project.write('bad.wasm', Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 1));
    expect(await project.failure(importing('./bad.wasm'))).toBe(
      'FOLDER/bad.wasm is not valid: length out of bounds (at offset 0x9)',
    );
    project.write('bad.wat', '(module\n  (func i32.ad))');
    expect(await project.failure(importing('./bad.wat'))).toBe(
      'FOLDER/bad.wat: wasm-as failed: Fatal: 2:8: error: unrecognized instruction',
    );
    expect(await project.failure(importing('./none.wasm'))).toContain(
      'Could not resolve "./none.wasm"',
    );
  });

  it('for a guest that cannot be repaged, and says what would help', async () => {
    const text =
      '(module (memory 1) (func (export "f") (param i32) (i32.store (local.get 0) (i32.const 1))))';
    project.write('unknown.wat', text);
    const failure = await project.failure(importing('./unknown.wat?repage'));
    expect(failure).toMatch(/^FOLDER\/unknown\.wat cannot be repaged: .* --size /);
    expect(failure).toContain('are stackBytes, heapBytes, heapBase and sizes here)');
    const { files } = await project.build(importing('./unknown.wat?sizes=300'));
    const made = new Module(new Engine(), Buffer.from(files['guests/unknown.wasm']!, 'latin1'));
    expect(made.memories).toMatchObject([{ minimum: 300, pageSizeLog2: 0 }]);
  });

  it('for two guests of one name', async () => {
    project.write('other/traffic.wasm', traffic);
    const both = (query: string): string =>
      `import a from './traffic.wasm'; import b from './other/traffic.wasm${query}'; trace(a, b);`;
    expect(await project.failure(both(''))).toBe(
      'two guests would be the file guests/traffic.wasm: give one of them another name, ' +
        "import guest from './guest.wasm?name=other'",
    );
    const { files } = await project.build(both('?name=crossing'));
    expect(Object.keys(files)).toContain('guests/crossing.wasm');
  });
});

describe('in watch mode', () => {
  it('a guest that changes is made anew', async () => {
    project.write('watched.wasm', traffic);
    const input = project.write('watched.js', `export { default } from './watched.wasm';`);
    const watcher = watch({
      input,
      plugins: [wasmote({ form: 'image' })],
      output: { dir: project.file('watched') },
      watch: { buildDelay: 0, chokidar: { usePolling: true, interval: 20 } },
    });
    /** Whether the next build succeeds. */
    const ended = (): Promise<boolean> =>
      new Promise((fulfil) => {
        let succeeds = true;
        const look = (event: RollupWatcherEvent): void => {
          if ('result' in event) void event.result?.close();
          if (event.code === 'ERROR') succeeds = false;
          if (event.code !== 'END') return;
          watcher.off('event', look);
          fulfil(succeeds);
        };
        watcher.on('event', look);
      });
    const image = (): Uint8Array =>
      Uint8Array.from(readFileSync(project.file('watched/guests/watched.cwasm')));
    const imageOf = (name: string): Uint8Array =>
      new Engine().precompileModule(readFileSync(`examples/guests/${name}.wasm`));
    try {
      expect(await ended()).toBe(true);
      expect(Buffer.from(image()).equals(imageOf('traffic'))).toBe(true);
      for (const [contents, succeeds] of [
        [readFileSync('examples/guests/crc32.wasm'), true],
        [traffic.subarray(0, 20), false],
        [readFileSync('examples/guests/pid.wasm'), true],
      ] as const) {
        const end = ended();
        project.write('watched.wasm', contents);
        expect(await end).toBe(succeeds);
      }
      expect(Buffer.from(image()).equals(imageOf('pid'))).toBe(true);
    } finally {
      await watcher.close();
    }
  });
});
