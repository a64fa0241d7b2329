import { describe, expect, it } from 'vitest';
import {
  familyChecks,
  familyOf,
  findMcconfig,
  sdkChecks,
  setupStep,
} from '../../src/toolchain/checks.js';
import type { Machine } from '../../src/toolchain/machine.js';

/** A machine with these folders and programs. */
function machine(
  env: Record<string, string>,
  folders: readonly string[] = [],
  programs: readonly string[] = [],
): Machine {
  return {
    env: { HOME: '/home/me', PATH: '/usr/bin:/opt/bin', ...env },
    platform: 'linux',
    isFolder: (path) => folders.includes(path),
    isProgram: (path) => programs.includes(path),
  };
}

describe('what is installed', () => {
  it('finds the SDK by MODDABLE, and mcconfig by PATH or below it', () => {
    const built = '/sdk/build/bin/lin/release/mcconfig';
    expect(findMcconfig(machine({}, [], ['/opt/bin/mcconfig']))).toBe('/opt/bin/mcconfig');
    expect(findMcconfig(machine({ MODDABLE: '/sdk' }, [], [built]))).toBe(built);
    expect(findMcconfig(machine({}, [], [built]))).toBeUndefined();
    expect(
      sdkChecks(machine({ MODDABLE: '/sdk' }, ['/sdk'], [built])).map(({ found }) => found),
    ).toEqual(['/sdk', built]);
  });

  it('says what is wrong, and the next step', () => {
    const [unset] = sdkChecks(machine({}));
    expect(unset).toMatchObject({ problem: 'MODDABLE is not set', next: 'npx xs-dev setup' });
    const [gone] = sdkChecks(machine({ MODDABLE: '/gone' }));
    expect(gone!.problem).toBe('MODDABLE is /gone, where there is no folder');
    const [pico, gcc] = familyChecks(machine({}), 'pico');
    const setup = 'npx xs-dev setup --device pico';
    expect(pico).toMatchObject({ problem: 'PICO_SDK_DIR is not set', next: setup });
    expect(gcc).toMatchObject({
      problem: 'there is no /usr/local/bin/arm-none-eabi-gcc',
      next: setup,
    });
  });

  it('says which variable leads to what is installed', () => {
    const here = machine({}, ['/home/me/pico/pico-sdk'], ['/usr/bin/arm-none-eabi-gcc']);
    expect(familyChecks(here, 'pico').map(({ found, next }) => [found, next])).toEqual([
      [undefined, 'export PICO_SDK_DIR=/home/me/pico/pico-sdk'],
      [undefined, 'export PICO_GCC_ROOT=/usr'],
    ]);
  });

  it('finds the toolchains of chips where the SDK looks for them', () => {
    const found = (of: Machine, family: 'esp' | 'esp32' | 'pico') =>
      familyChecks(of, family).map((check) => check.found);
    expect(found(machine({}, ['/home/me/esp']), 'esp')).toEqual(['/home/me/esp']);
    expect(found(machine({ IDF_PATH: '/idf' }, ['/idf'], ['/opt/bin/idf.py']), 'esp32')).toEqual([
      '/idf',
      '/opt/bin/idf.py',
    ]);
    const idf = machine({ IDF_PATH: '/idf' }, ['/idf'], ['/idf/tools/idf.py']);
    expect(found(idf, 'esp32')).toEqual(['/idf', '/idf/tools/idf.py']);
    const gcc = '/arm/bin/arm-none-eabi-gcc';
    const env = { PICO_SDK_DIR: '/p/pico-sdk', PICO_GCC_ROOT: '/arm' };
    expect(found(machine(env, ['/p/pico-sdk'], [gcc]), 'pico')).toEqual(['/p/pico-sdk', gcc]);
  });

  it('knows the families of platforms', () => {
    expect(['esp32/nodemcu', 'pico', 'esp/nodemcu'].map(familyOf)).toEqual([
      'esp32',
      'pico',
      'esp',
    ]);
    expect(setupStep('esp')).toBe('npx xs-dev setup --device esp8266');
  });
});
