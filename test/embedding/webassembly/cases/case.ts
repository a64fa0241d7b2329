import type { WebAssemblyNamespace } from '../../../../src/index.js';

/** The namespace without its types: cases give it what it must refuse. */
export type Api = { readonly [Name in keyof WebAssemblyNamespace]: any };

/** One sentence of the specification, made true or false by a namespace. */
export interface Case {
  readonly name: string;
  readonly run: (api: Api) => void | Promise<void>;
  /** Why the V8 of Node 20 fails the case. */
  readonly v8?: string;
  /** Why the case fails where wasmote is preloaded. */
  readonly preloaded?: string;
}

/** Of an interface: its cases by name, those with reasons as objects. */
export type Cases = Readonly<Record<string, Case['run'] | Omit<Case, 'name'>>>;

export function casesOf(subject: string, cases: Cases): Case[] {
  return Object.entries(cases).map(([name, given]) => ({
    ...(typeof given === 'function' ? { run: given } : given),
    name: `${subject}: ${name}`,
  }));
}

/** A module's exports. */
export function instantiate(api: Api, bytes: Uint8Array, imports?: object): Record<string, any> {
  return new api.Instance(new api.Module(bytes), imports).exports;
}
