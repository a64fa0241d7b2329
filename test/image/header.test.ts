import { describe, expect, it } from 'vitest';
import { HeaderWord } from '../../src/image/format.js';
import {
  CompileError,
  createWebAssembly,
  DeserializeError,
  Engine,
  Module,
} from '../../src/index.js';
import { list, moduleOf, section } from '../binary/module-bytes.js';
import { wat } from '../validation/wat.js';
import { altered, engineOf, example, refusal } from './images.js';

const engine = engineOf();
const traffic = engine.precompileModule(example('traffic'));
const AGAIN = ', and this is wasmote 0.1.0; compile the module again';

/** Each bit in turn is wrong, and put right again. */
function flipEach(image: Uint8Array, check: (bit: number) => void): void {
  for (let bit = 0; bit < image.length * 8; bit++) {
    image[bit >> 3]! ^= 1 << (bit & 7);
    check(bit);
    image[bit >> 3]! ^= 1 << (bit & 7);
  }
}

describe('an image is refused', () => {
  it.each(['traffic', 'calculator'])('with any bit of it wrong: %s', (name) => {
    const image = engine.precompileModule(example(name));
    const told = new Map<string, number>();
    flipEach(image, (bit) => {
      const error = refusal(image, engine);
      expect(error, `bit ${bit}`).toBeInstanceOf(DeserializeError);
      const kind = error!.message.split(/[:;]/)[0]!;
      told.set(kind, (told.get(kind) ?? 0) + 1);
    });
    // Magic, format and length come before the checksum; everything else is told as what it is.
    expect(told.get('the image is damaged')).toBe(image.length * 8 - 32 - 16 - 32);
    expect(refusal(image, engine)).toBeUndefined();
  });

  it('cut off anywhere', () => {
    for (let length = 0; length < traffic.length; length++) {
      const error = refusal(traffic.slice(0, length), engine);
      expect(error, `${length} bytes`).toBeInstanceOf(DeserializeError);
      expect(error!.message).toMatch(length < 4 ? /^image header not detected/ : /truncated/);
    }
    expect(refusal(traffic.slice(0, 31))!.message).toBe(
      'the image is truncated: 31 bytes were given, and it has 32',
    );
    expect(refusal(traffic.slice(0, 100))!.message).toBe(
      `the image is truncated: 100 bytes were given, and it has ${traffic.length}`,
    );
  });

  it('with more behind it', () => {
    const length = traffic.length;
    expect(refusal(Uint8Array.from([...traffic, 0]))!.message).toBe(
      `the image is followed by other bytes: ${length + 1} bytes were given, and it has ${length}`,
    );
  });

  it('of another format', () => {
    const other = altered(traffic, (words) => words[HeaderWord.Format]!++);
    expect(refusal(other)!.message).toBe(`the image was compiled to incompatible format 2${AGAIN}`);
  });

  it('of another version', () => {
    const other = altered(traffic, (words) => (words[HeaderWord.Version] = 0x01020304));
    expect(refusal(other)!.message).toBe(
      `the image was compiled by incompatible version 1.2.772${AGAIN}`,
    );
  });

  it('of another build', () => {
    const other = altered(traffic, (words) => words[HeaderWord.Fingerprint]!++);
    expect(refusal(other)!.message).toBe(
      `the image was compiled by another build, to other instructions${AGAIN}`,
    );
  });

  it('for another engine', () => {
    const other = altered(traffic, (words) => (words[HeaderWord.Format]! += 0x10000));
    const interpreter = engineOf((config) => config.strategy('interpreter'));
    expect(refusal(other, interpreter)!.message).toBe(
      `the image was compiled for the compiler and not the interpreter${AGAIN}`,
    );
  });

  it.each([true, false])('when it consumes fuel, or not, as the engine does not: %s', (fuel) => {
    const image = engineOf((config) => config.consumeFuel(fuel)).precompileModule(
      example('traffic'),
    );
    const other = engineOf((config) => config.consumeFuel(!fuel));
    expect(refusal(image, other)!.message).toBe(
      `the image was compiled with Config.consumeFuel(${fuel}), but this engine has consumeFuel(${!fuel})`,
    );
  });

  it('when it has pages of any size, and the engine has not', () => {
    const sixteen = moduleOf(section(5, list([8, 1, 4])));
    const image = engineOf((config) => config.anyPageSize(true)).precompileModule(sixteen);
    expect(refusal(image)!.message).toBe(
      'the image was compiled with Config.anyPageSize(true), but this engine has anyPageSize(false)',
    );
  });

  it('when it uses a feature that the engine lacks', () => {
    const image = engine.precompileModule(wat('(module (func return_call 0))'));
    const without = engineOf((config) => config.wasmTailCall(false));
    expect(refusal(image, without)!.message).toBe(
      'the image uses the WebAssembly feature `tail-call`, but it is not enabled for this engine',
    );
  });

  it('and not for features and options that do not concern it', () => {
    const other = engineOf((config) =>
      config.wasmTailCall(false).wasmMultiMemory(false).anyPageSize(true).maxStackSize(64),
    );
    expect(refusal(traffic, other)).toBeUndefined();
  });

  it('when it is none', () => {
    expect(refusal(example('traffic'))!.message).toBe(
      'image header not detected: these bytes are a WebAssembly module; use new Module, or make ' +
        'an image with `wasmote compile --image`',
    );
    const none = 'image header not detected: make an image with `wasmote compile --image`';
    expect(refusal(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46))!.message).toBe(none);
    expect(refusal(new Uint8Array(0))!.message).toBe(none);
  });

  it('by new Module and by the WebAssembly namespace', async () => {
    const text =
      'magic header not detected: these bytes are a precompiled image; use Module.deserialize';
    const error = Object.assign(new CompileError(text), { offset: 0 });
    expect(() => new Module(engine, traffic)).toThrow(error);
    expect(Module.validate(engine, traffic)).toBe(false);
    const namespace = createWebAssembly(engine);
    expect(() => new namespace.Module(traffic)).toThrow(error);
    await expect(namespace.compile(traffic)).rejects.toThrow(text);
    await expect(namespace.instantiate(traffic)).rejects.toThrow(text);
    expect(namespace.validate(traffic)).toBe(false);
  });
});

it('is told from other bytes', () => {
  const { detectPrecompiled } = Engine;
  expect(detectPrecompiled(traffic)).toBe('module');
  expect(detectPrecompiled(traffic.slice(0, 4))).toBe('module');
  expect(detectPrecompiled(traffic.slice(0, 3))).toBeUndefined();
  expect(detectPrecompiled(traffic.slice().buffer)).toBe('module');
  expect(detectPrecompiled(example('traffic'))).toBeUndefined();
  expect(detectPrecompiled(new Uint8Array(0))).toBeUndefined();
});
