import type { GuestForm, GuestOptions } from './options.js';

/** All that is done with a guest, each thing by a name of its own, as in the query of an import. */
export interface Settings {
  /** Of the guest in the manifest, in budgets and files. */
  readonly name: string;
  readonly form: GuestForm;
  readonly engine: 'interpreter' | 'compiler';
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

/** Names become files of a firmware's build and specifiers of modules. */
function fileName(value: unknown): unknown {
  if (typeof value === 'string' && /^\w[\w.-]*$/.test(value)) return value;
  throw new SettingsError('has other characters than letters, digits, dots, dashes and _');
}

const CHECKS: { readonly [K in keyof Settings]: Check } = {
  name: fileName,
  form: oneOf('bytes', 'image', 'compiled'),
  engine: oneOf('interpreter', 'compiler'),
  optimize: flag,
  strip: flag,
  fuel: flag,
  anyPageSize: flag,
};

const DEFAULTS: Omit<Settings, 'name'> = {
  form: 'bytes',
  engine: 'interpreter',
  optimize: false,
  strip: false,
  fuel: false,
  anyPageSize: false,
};

/** Names of {@link GuestOptions}, of which each is a setting of its own or several. */
const OPTIONS: readonly string[] = ['form', 'engine', 'optimize', 'fuel', 'anyPageSize'];

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
    if (name !== 'optimize' || typeof value !== 'object' || value === null) given[name] = value;
    else {
      const unknown = Object.keys(value).find((key) => key !== 'strip');
      if (unknown !== undefined) throw unknownOption(`optimize.${unknown}`, ['optimize.strip']);
      Object.assign(given, { optimize: true, strip: false }, value);
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
  // Names are dropped by the passes that make modules smaller.
  return checked('strip' in given ? { optimize: true, ...given } : given);
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

/** Settings as a query, the same text for the same settings; defaults are left out. */
export function queryOf(settings: Settings): string {
  const names = Object.keys(CHECKS) as (keyof Settings)[];
  const told = names.filter(
    (name) => name === 'name' || settings[name] !== DEFAULTS[name as keyof typeof DEFAULTS],
  );
  return new URLSearchParams(told.map((name) => [name, String(settings[name])])).toString();
}
