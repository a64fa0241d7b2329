/** The modules that predictions are compared over. */
import { readdirSync, readFileSync } from 'node:fs';
import { Config, Engine } from '../../src/index.js';
import {
  type Guest,
  type GuestForm,
  isForCompiler,
  readGuest,
} from '../../src/prediction/guest.js';
import type { Subject } from './measure.js';
import { shapes } from './shapes.js';

const FOLDERS = { guests: 'examples/guests', kernels: 'bench/kernels', programs: 'bench/programs' };

/** Modules of WebAssembly by name: generated ones, the examples, kernels and programs. */
export function modules(): Map<string, Uint8Array<ArrayBuffer>> {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, bytes] of Object.entries(shapes())) found.set(name, Uint8Array.from(bytes));
  for (const [prefix, folder] of Object.entries(FOLDERS)) {
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.wasm')) continue;
      const name = `${prefix}_${file.slice(0, -5).replaceAll('-', '_')}`;
      found.set(name, Uint8Array.from(readFileSync(`${folder}/${file}`)));
    }
  }
  return found;
}

/** A module in a form. */
export function guestOf(name: string, wasm: Uint8Array<ArrayBuffer>, form: GuestForm): Guest {
  const strategy = isForCompiler(form) ? 'compiler' : 'interpreter';
  const engine = form === 'compiled' ? form : strategy;
  const options = { engine, fuel: false, anyPageSize: false } as const;
  if (!form.startsWith('image')) return readGuest(name, wasm, options);
  const image = new Engine(new Config().strategy(strategy)).precompileModule(wasm);
  return readGuest(name, Uint8Array.from(image), options);
}

/** As the programs of measure.ts take it. */
export function subjectOf({ name, form, bytes }: Guest): Subject {
  return { name, form, bytes };
}
