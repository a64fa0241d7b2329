import { expect, it } from 'vitest';
import { WebAssembly, type WebAssemblyNamespace } from '../../../src/index.js';
import { wat } from '../../validation/wat.js';
import { describeBoth } from './namespaces.js';

const BYTES = wat('(module (import "m" "f" (func)) (export "f" (func 0)))');
const IMPORTS = { m: { f: () => 1 } };

function response(type?: string, init: ResponseInit = {}, bytes = BYTES): Response {
  const headers: HeadersInit = type === undefined ? {} : { 'Content-Type': type };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers, ...init });
}

const wasm = (): Response => response('application/wasm');

/** Both operations by one name. */
function streaming(api: WebAssemblyNamespace): ((source: any) => Promise<unknown>)[] {
  const { compileStreaming, instantiateStreaming } = api;
  return [compileStreaming!, (source) => instantiateStreaming!(source, IMPORTS)];
}

describeBoth('streaming', (api) => {
  it('compiles a response, or a promise of one', async () => {
    for (const source of [wasm(), Promise.resolve(wasm())]) {
      expect(await api.compileStreaming!(source)).toBeInstanceOf(api.Module);
    }
    const { instance, module } = await api.instantiateStreaming!(wasm(), IMPORTS);
    expect(module).toBeInstanceOf(api.Module);
    expect(typeof instance.exports['f']).toBe('function');
  });

  it('refuses what is no response', async () => {
    for (const stream of streaming(api)) {
      for (const source of [undefined, null, 1, {}, BYTES, Promise.resolve(BYTES)]) {
        await expect(stream(source)).rejects.toThrow(TypeError);
      }
    }
  });

  it('refuses responses of other types', async () => {
    for (const stream of streaming(api)) {
      for (const type of [undefined, '', 'application/wasm;', 'application/wasm; a=b', 'text/x']) {
        await expect(stream(response(type))).rejects.toThrow(TypeError);
      }
    }
  });

  it('refuses responses that say that something is wrong, and such as were read', async () => {
    const used = wasm();
    await used.arrayBuffer();
    const init = { status: 404, headers: { 'Content-Type': 'application/wasm' } };
    for (const stream of streaming(api)) {
      await expect(stream(response(undefined, init))).rejects.toThrow(TypeError);
      await expect(stream(used)).rejects.toThrow(TypeError);
    }
  });

  it('passes on that a promise of a response was rejected', async () => {
    for (const stream of streaming(api)) {
      await expect(stream(Promise.reject(new RangeError('mine')))).rejects.toThrow('mine');
    }
  });

  it('rejects as compile and instantiate do', async () => {
    const short = () => response('application/wasm', {}, BYTES.slice(0, 9));
    for (const stream of streaming(api)) {
      await expect(stream(short())).rejects.toThrow(api.CompileError);
    }
    for (const imports of [null, 1]) {
      await expect(api.instantiateStreaming!(wasm(), imports as never)).rejects.toThrow(TypeError);
    }
    await expect(api.instantiateStreaming!(wasm())).rejects.toThrow(TypeError);
    await expect(api.instantiateStreaming!(wasm(), { m: {} })).rejects.toThrow(api.LinkError);
  });
});

it('knows the type in any case, which Node does not', async () => {
  for (const type of ['Application/WASM', '\t application/wasm ']) {
    expect(await WebAssembly.compileStreaming!(response(type))).toBeInstanceOf(WebAssembly.Module);
  }
});
