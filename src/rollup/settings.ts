import type { GuestForm, GuestOptions } from './options.js';

/** All that is done with a guest, each thing by a name of its own, as in the query of an import. */
export interface Settings {
  /** Of the guest in the manifest, in budgets and files. */
  readonly name: string;
  readonly form: GuestForm;
  readonly engine: 'interpreter' | 'compiler';
  readonly repage: boolean;
  readonly stackBytes?: number;
  readonly heapBytes?: number;
  readonly heapBase?: number;
  /** By the memories' indices; 0 where nothing is said of one. */
  readonly sizes?: readonly number[];
  readonly byteUnits: boolean;
  readonly verify: boolean;
  readonly optimize: boolean;
  readonly strip: boolean;
  readonly fuel: boolean;
  readonly anyPageSize: boolean;
}

/** Settings that are no right ones; the message says which. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** A text of a query, or a value of an option; throws a reason. */
type Check = (value: unknown) => unknown;

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['', true],
  ['true', true],
  ['false', false],
]);

function flag(value: unknown): boolean {
  const found = BOOLEANS.get(value);
  if (found === undefined) throw new SettingsError('is neither true nor false');
  return found;
}

function oneOf(...words: readonly string[]): Check {
  return (value) => {
    if (words.includes(value as string)) return value;
    throw new SettingsError(`is none of ${words.map((word) => `"${word}"`).join(', ')}`);
  };
}

function byteCount(value: unknown): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(count) && (count as number) >= 0) return count as number;
  throw new SettingsError('is no whole number of bytes');
}

/** In a query with commas between. */
function byteCounts(value: unknown): readonly number[] {
  const counts = typeof value === 'string' ? value.split(',') : value;
  if (Array.isArray(counts)) return counts.map(byteCount);
  throw new SettingsError('is no list of whole numbers of bytes');
}

/** Names become files of a firmware's build and specifiers of modules. */
function fileName(value: unknown): unknown {
  if (typeof value === 'string' && /^\w[\w.-]*$/.test(value)) return value;
  throw new SettingsError('has other characters than letters, digits, dots, dashes and _');
}

const CHECKS: { readonly [K in keyof Settings]-?: Check } = {
  name: fileName,
  form: oneOf('bytes', 'image', 'compiled'),
  engine: oneOf('interpreter', 'compiler'),
  repage: flag,
  stackBytes: byteCount,
  heapBytes: byteCount,
  heapBase: byteCount,
  sizes: byteCounts,
  byteUnits: flag,
  verify: flag,
  optimize: flag,
  strip: flag,
  fuel: flag,
  anyPageSize: flag,
};

const DEFAULTS: Omit<Settings, 'name'> = {
  form: 'bytes',
  engine: 'interpreter',
  repage: false,
  byteUnits: false,
  verify: false,
  optimize: false,
  strip: false,
  fuel: false,
  anyPageSize: false,
};

/** Names of {@link GuestOptions}, of which each is a setting of its own or several. */
const OPTIONS: readonly string[] = ['form', 'engine', 'repage', 'optimize', 'fuel', 'anyPageSize'];

/** Options that may be objects, and the settings that these have. */
const PARTS: Readonly<Record<string, readonly (keyof Settings)[]>> = {
  repage: ['stackBytes', 'heapBytes', 'heapBase', 'sizes', 'byteUnits', 'verify'],
  optimize: ['strip'],
};

/** The name of an option that there is not. */
export function unknownOption(name: string, known: readonly string[]): SettingsError {
  return new SettingsError(`there is no option "${name}"; there are ${known.join(', ')}`);
}

/**
 * What options say, and nothing of what they leave open.
 * @param others names of options that there are beside those of guests
 * @throws SettingsError when one of them is not right
 */
export function settingsOf(
  options: GuestOptions,
  others: readonly string[] = [],
): Partial<Settings> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name)) throw unknownOption(name, [...OPTIONS, ...others]);
    if (value === undefined) continue;
    const parts: readonly string[] | undefined = PARTS[name];
    if (parts === undefined || typeof value !== 'object' || value === null) given[name] = value;
    else {
      given[name] = true;
      for (const [part, what] of Object.entries(value)) {
        if (!parts.includes(part)) {
          throw unknownOption(
            `${name}.${part}`,
            parts.map((known) => `${name}.${known}`),
          );
        }
        if (what !== undefined) given[part] = what;
      }
    }
  }
  return checked(given);
}

/**
 * The same of what follows an import's question mark.
 * @throws SettingsError
 */
export function settingsOfQuery(query: string): Partial<Settings> {
  const given = Object.fromEntries(new URLSearchParams(query));
  // Who says how means that it is to be done.
  const meant = Object.keys(PARTS).filter((name) => PARTS[name]!.some((part) => part in given));
  return checked({ ...Object.fromEntries(meant.map((name) => [name, true])), ...given });
}

function checked(given: Readonly<Record<string, unknown>>): Partial<Settings> {
  const known = Object.keys(CHECKS);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (!known.includes(name)) throw unknownOption(name, known);
      try {
        return [name, CHECKS[name as keyof Settings](value)];
      } catch (error) {
        const { message } = error as SettingsError;
        throw new SettingsError(`${name} ${message}: ${JSON.stringify(value)}`);
      }
    }),
  );
}

/**
 * Settings with defaults for what none of them says; later ones go before earlier ones.
 * @throws SettingsError when the name is no name of a file
 */
export function completed(name: string, ...parts: readonly Partial<Settings>[]): Settings {
  const settings: Settings = Object.assign({ name, ...DEFAULTS }, ...parts);
  checked({ name: settings.name });
  return settings;
}

/** Settings as a query, the same text for what comes to the same; defaults are left out. */
export function queryOf(settings: Settings): string {
  const idle = Object.keys(PARTS)
    .filter((option) => !settings[option as keyof Settings])
    .flatMap((option) => PARTS[option]!);
  const names = (Object.keys(CHECKS) as (keyof Settings)[]).filter((name) => !idle.includes(name));
  const told = names.filter(
    (name) => name === 'name' || settings[name] !== DEFAULTS[name as keyof typeof DEFAULTS],
  );
  return new URLSearchParams(told.map((name) => [name, String(settings[name])])).toString();
}
