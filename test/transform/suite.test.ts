import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../src/desktop.js';
import { CompileError } from '../../src/errors/errors.js';
import { DEFAULT_FEATURES } from '../../src/opcodes/feature.js';
import type { DecodedModule } from '../../src/binary/decoded-module.js';
import { repage } from '../../src/transform/repage/repage.js';
import { RepageError } from '../../src/transform/repage/repage-error.js';
import { verify } from '../../src/transform/verify/verify.js';
import { validateModule } from '../../src/validation/module-validator.js';

const SUITE = fileURLToPath(new URL('../../../shared/spec/core', import.meta.url));

/** Each fifteenth valid module is run, too: all take a minute. */
const STEP = 15;

function decoded(bytes: Uint8Array): DecodedModule | undefined {
  try {
    return validateModule(bytes, DEFAULT_FEATURES);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return undefined;
  }
}

// The specification's suite lies beside the checkout, or nowhere.
describe.skipIf(!existsSync(SUITE))('modules of the suite', () => {
  it('are repaged with all their bytes, or refused in a sentence', () => {
    const files = readdirSync(SUITE).filter((name) => name.endsWith('.wasm'));
    let made = 0;
    let compared = 0;
    for (const file of files) {
      const bytes = Uint8Array.from(readFileSync(join(SUITE, file)));
      const module = decoded(bytes);
      if (module === undefined || module.memories.length === 0) continue;
      const sizes = new Map(module.memories.map(({ minimum }, i) => [i, minimum * 65536]));
      let repaged;
      try {
        repaged = repage(bytes, { sizes });
      } catch (error) {
        if (!(error instanceof RepageError)) throw new Error(file, { cause: error });
        expect(error.message).toMatch(/64-bit addresses|all bytes that addresses reach/);
        continue;
      }
      if (made++ % STEP !== 0) continue;
      const { differences } = verify(bytes, repaged);
      expect([file, ...differences]).toEqual([file]);
      compared++;
    }
    expect(made).toBeGreaterThan(300);
    expect(compared).toBeGreaterThan(20);
  }, 120_000);
});
