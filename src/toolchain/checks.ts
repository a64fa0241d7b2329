import { dirname, join } from 'node:path';
import { findProgram, type Machine } from './machine.js';

/** Something that putting firmware on boards takes. */
export interface Check {
  readonly what: string;
  /** Where it is; undefined when it is missing. */
  readonly found: string | undefined;
  /** What is wrong, when it is missing. */
  readonly problem: string;
  /** The next step then. */
  readonly next: string;
}

/** Chips with a toolchain of their own, by the first part of `mcconfig -p`. */
export type Family = 'esp' | 'esp32' | 'pico';

/** What xs-dev calls them. */
const XS_DEV_DEVICES: Readonly<Record<Family, string>> = {
  esp: 'esp8266',
  esp32: 'esp32',
  pico: 'pico',
};

/** @param platform what follows mcconfig's `-p`, `esp32/nodemcu` */
export function familyOf(platform: string): Family {
  return platform.split('/')[0] as Family;
}

/** The step that installs a chip's toolchain, or the SDK itself. */
export function setupStep(family?: Family): string {
  const device = family === undefined ? '' : ` --device ${XS_DEV_DEVICES[family]}`;
  return `npx xs-dev setup${device}`;
}

/** xs-dev, which is not needed: it installs the rest, and knows how to start it. */
export function findXsDev(machine: Machine): string | undefined {
  return findProgram(machine, 'xs-dev');
}

/** Where the SDK builds its tools, by platform. */
const TOOL_FOLDERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'lin',
  darwin: 'mac',
  win32: 'win',
};

/** `mcconfig`, by PATH or where the SDK builds it. */
export function findMcconfig(machine: Machine): string | undefined {
  const inPath = findProgram(machine, 'mcconfig');
  const sdk = machine.env['MODDABLE'];
  const folder = TOOL_FOLDERS[machine.platform];
  if (inPath !== undefined || !sdk || folder === undefined) return inPath;
  const name = machine.platform === 'win32' ? 'mcconfig.exe' : 'mcconfig';
  const built = join(sdk, 'build', 'bin', folder, 'release', name);
  return machine.isProgram(built) ? built : undefined;
}

/** The Moddable SDK and its tools, which every board takes. */
export function sdkChecks(machine: Machine): Check[] {
  const mcconfig = findMcconfig(machine);
  return [
    folderCheck(machine, 'Moddable SDK', 'MODDABLE', undefined, setupStep()),
    {
      what: 'mcconfig',
      found: mcconfig,
      problem: 'it is neither in PATH nor below $MODDABLE/build/bin',
      next: setupStep(),
    },
  ];
}

/** What the chips of a family take besides. */
export function familyChecks(machine: Machine, family: Family): Check[] {
  const next = setupStep(family);
  const home = machine.env['HOME'] ?? '';
  switch (family) {
    case 'esp':
      return [folderCheck(machine, 'ESP8266 tools', 'ESP_BASE', join(home, 'esp'), next)];
    case 'esp32': {
      const root = machine.env['IDF_PATH'] ?? '';
      // mcconfig sources what puts it into PATH.
      const own = join(root, 'tools', 'idf.py');
      const idf = programCheck(machine, 'idf.py', next, 'source $IDF_PATH/export.sh');
      return [
        folderCheck(machine, 'ESP-IDF', 'IDF_PATH', undefined, next),
        idf.found === undefined && machine.isProgram(own) ? { ...idf, found: own } : idf,
      ];
    }
    case 'pico': {
      const root = machine.env['PICO_ROOT'] ?? join(home, 'pico');
      return [
        picoSdkCheck(machine, join(root, 'pico-sdk'), next),
        picoCompilerCheck(machine, next),
      ];
    }
  }
}

/** The SDK means to look in a usual place, but a typo keeps version 8.2.3 from it. */
function picoSdkCheck(machine: Machine, usual: string, next: string): Check {
  const variable = 'PICO_SDK_DIR';
  const check = folderCheck(machine, 'Pico SDK', variable, undefined, next);
  if (machine.env[variable] || !machine.isFolder(usual)) return check;
  return { ...check, next: `export ${variable}=${usual}` };
}

/** In PATH is not enough: the SDK names the compiler by its folder. */
function picoCompilerCheck(machine: Machine, next: string): Check {
  const command = 'arm-none-eabi-gcc';
  const root = machine.env['PICO_GCC_ROOT'] || '/usr/local';
  const path = join(root, 'bin', command);
  const inPath = findProgram(machine, command);
  return {
    what: command,
    found: machine.isProgram(path) ? path : undefined,
    problem: `there is no ${path}`,
    next: inPath === undefined ? next : `export PICO_GCC_ROOT=${dirname(dirname(inPath))}`,
  };
}

/** @param usual where the SDK looks when the variable is not set */
function folderCheck(
  machine: Machine,
  what: string,
  variable: string,
  usual: string | undefined,
  next: string,
): Check {
  const set = machine.env[variable];
  const path = set || usual;
  const found = path !== undefined && machine.isFolder(path) ? path : undefined;
  const problem = set
    ? `${variable} is ${set}, where there is no folder`
    : `${variable} is not set${usual === undefined ? '' : `, and there is no ${usual}`}`;
  return { what, found, problem, next };
}

function programCheck(machine: Machine, command: string, next: string, or: string): Check {
  return {
    what: command,
    found: findProgram(machine, command),
    problem: 'it is not in PATH',
    next: `${next}; where it is installed: ${or}`,
  };
}
