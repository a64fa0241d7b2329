import { importObjectOf } from './instance.js';
import type { BufferSource, WebAssemblyResponse } from './types.js';
import { attempt } from './webidl.js';

/** Not every host has it. */
declare const Response: (new () => WebAssemblyResponse) | undefined;

/** The functions of the namespace that streaming continues with. */
interface Buffered {
  compile(bytes: BufferSource): Promise<unknown>;
  instantiate(bytes: BufferSource, importObject: unknown): Promise<unknown>;
}

/**
 * Adds what compiles responses, where there are any.
 * https://webassembly.github.io/spec/web-api/#streaming-modules
 */
export function addStreaming(namespace: Buffered): void {
  if (typeof Response === 'undefined') return;
  Object.assign(namespace, {
    compileStreaming: (source: unknown): Promise<unknown> =>
      bodyOf(source).then((bytes) => namespace.compile(bytes)),

    instantiateStreaming: (source: unknown, importObject: unknown = undefined): Promise<unknown> =>
      attempt(() => {
        importObjectOf(importObject);
        return bodyOf(source).then((bytes) => namespace.instantiate(bytes, importObject));
      }),
  });
}

/** https://webassembly.github.io/spec/web-api/#compile-a-potential-webassembly-response */
async function bodyOf(source: unknown): Promise<ArrayBuffer> {
  const response = await source;
  if (!(response instanceof Response!)) throw new TypeError('the source must be a Response');
  const type = response.headers.get('Content-Type');
  if (type?.replace(/^[\t ]+|[\t ]+$/g, '').toLowerCase() !== 'application/wasm') {
    throw new TypeError(`the response's type is \`${type}\`, not \`application/wasm\``);
  }
  if (!response.ok) throw new TypeError(`the response's status is ${response.status}`);
  return response.arrayBuffer();
}
