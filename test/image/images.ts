import { readFileSync } from 'node:fs';
import { checksumOf } from '../../src/image/checksum.js';
import { HeaderWord } from '../../src/image/format.js';
import { Config, Engine, Module } from '../../src/index.js';

/** The examples' and the kernels' modules, by name. */
export const MODULES: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...indexed('examples/guests', 'guests'),
  ...indexed('bench/kernels', 'kernels'),
];

function indexed(folder: string, list: string): [name: string, bytes: Uint8Array][] {
  const index = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as Record<
    string,
    { name: string; file: string }[]
  >;
  return index[list]!.map(({ name, file }) => [name, readFileSync(`${folder}/${file}`)]);
}

export function example(name: string): Uint8Array {
  return MODULES.find(([found]) => found === name)![1];
}

export const engineOf = (change: (config: Config) => Config = (config) => config): Engine =>
  new Engine(change(new Config()));

/** What is wrong with an image; undefined when it is loaded. */
export function refusal(image: Uint8Array, engine = engineOf()): Error | undefined {
  try {
    Module.deserialize(engine, image);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** A copy of an image with words changed, and its checksum right. */
export function altered(image: Uint8Array, change: (words: Int32Array) => void): Uint8Array {
  const words = new Int32Array(image.slice().buffer);
  change(words);
  words[HeaderWord.Checksum] = checksumOf(words);
  return new Uint8Array(words.buffer);
}
