import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Plugin, PluginContext } from 'rollup';
import { BoardError } from '../boards/board-error.js';
import { loadBoard } from '../boards/index.js';
import { CompileError } from '../errors/errors.js';
import { BinaryenError } from '../transform/binaryen.js';
import { RepageError } from '../transform/repage/repage-error.js';
import { type BudgetCheck, type BudgetResult, checkBudget, checkOptions } from './budget-check.js';
import { codeForAny, codeForXs, DECODER, DECODER_CODE, fileOf } from './emitted-code.js';
import { type MadeGuest, makeGuest } from './made-guest.js';
import { manifestText } from './manifest.js';
import type { WasmotePluginOptions } from './options.js';
import {
  completed,
  queryOf,
  type Settings,
  SettingsError,
  settingsOf,
  settingsOfQuery,
} from './settings.js';

/** What a program imports as a guest, and what follows the question mark. */
const GUEST = /^([^?]*\.(?:wasm|wat))(?:\?(.*))?$/s;

/** What the plugin makes of an import: the file, and all that is done with it. */
const REQUEST = /^(.*)\?wasmote&(.*)$/s;

/** What a firmware has as modules: the parts of the library, and what only the SDK can mean. */
const OF_FIRMWARE = /^(?:wasmote(?:\/|$)|embedded:|moddable:)/;

const PLUGIN_OPTIONS = ['target', 'guest', 'board', 'budget', 'manifest'];

/**
 * A plugin for Rollup: programs import guests, `import guest from './guest.wasm'`.
 *
 * @param options how guests are made; docs/rollup.md has a table of them
 * @throws TypeError when an option is not right, with a sentence that names it
 * @example
 * export default {
 *   input: 'src/main.js',
 *   output: { dir: 'build' },
 *   plugins: [wasmote({ form: 'image', budget: { board: 'rp2040', instances: 8 } })],
 * };
 */
export function wasmote(options: WasmotePluginOptions = {}): Plugin {
  const { target = 'xs', guest: optionsOf, budget, manifest } = options;
  const { general, largestMemory } = checked(options);
  /** By requests: what one build has made the next one finds, in watch mode. */
  const guests = new Map<string, { readonly source: Buffer; readonly made: MadeGuest }>();

  async function load(
    context: PluginContext,
    id: string,
    file: string,
    query: string,
  ): Promise<MadeGuest> {
    const source = await readFile(file);
    const known = guests.get(id);
    if (known?.source.equals(source)) return known.made;
    const settings = completed('', settingsOfQuery(query));
    const made = await makeGuest(Uint8Array.from(source), settings, largestMemory);
    guests.set(id, { source, made });
    for (const text of made.told) context.info(`${file}: ${text}`);
    return made;
  }

  /** The guests of a build, by their names. */
  function guestsOf(context: PluginContext): MadeGuest[] {
    const found = [...context.getModuleIds()].flatMap((id) => guests.get(id)?.made ?? []);
    return found.sort((one, other) => (fileOf(one) < fileOf(other) ? -1 : 1));
  }

  return {
    name: 'wasmote',

    resolveId: {
      // Before others that know files of WebAssembly, as Vite does.
      order: 'pre',
      async handler(source, importer) {
        if (source === DECODER) return source;
        if (target === 'xs') {
          const ofGuest = importer !== undefined && REQUEST.test(importer);
          if (ofGuest || OF_FIRMWARE.test(source)) return { id: source, external: true };
        }
        const [, path, query = ''] = GUEST.exec(source) ?? [];
        if (path === undefined) return null;
        const file = await this.resolve(path, importer, { skipSelf: true });
        if (file === null || file.external) return file;
        try {
          const ofFile = optionsOf?.(file.id);
          if (ofFile === false) return null;
          const name = basename(file.id, extname(file.id));
          const own = [settingsOf(ofFile ?? {}), settingsOfQuery(query)];
          return `${file.id}?wasmote&${queryOf(completed(name, general, ...own))}`;
        } catch (error) {
          if (!(error instanceof SettingsError)) throw error;
          const by = importer === undefined ? '' : ` (imported by ${importer})`;
          this.error(`of ${source}${by}: ${error.message}`);
        }
      },
    },

    async load(id) {
      if (id === DECODER) return DECODER_CODE;
      const [, file, query] = REQUEST.exec(id) ?? [];
      if (file === undefined) return null;
      this.addWatchFile(file);
      try {
        const made = await load(this, id, file, query!);
        return {
          code: target === 'xs' ? codeForXs(made) : codeForAny(made),
          map: { mappings: '' },
        };
      } catch (error) {
        const wrong = problemOf(error);
        if (wrong === undefined) throw error;
        this.error({ message: `${file}${wrong}`, cause: error });
      }
    },

    buildEnd(failure) {
      if (failure !== undefined) return;
      const found = guestsOf(this);
      const twice = found.find((guest, i) => i > 0 && fileOf(guest) === fileOf(found[i - 1]!));
      if (twice !== undefined && target === 'xs') {
        this.error(
          `two guests would be the file ${fileOf(twice)}: ` +
            `give one of them another name, import guest from './guest.wasm?name=other'`,
        );
      }
      if (budget === undefined || found.length === 0) return;
      const { text, problem } = checkedBudget(this, budget, found);
      if (budget.report) this.info(text);
      if (problem !== undefined) this.error(problem);
    },

    generateBundle(output) {
      const found = target === 'xs' ? guestsOf(this) : [];
      for (const guest of found) {
        this.emitFile({ type: 'asset', fileName: fileOf(guest), source: guest.contents });
      }
      if (found.length === 0 || manifest === false) return;
      const source = manifestText(found, resolve(output.dir ?? dirname(output.file!)));
      this.emitFile({ type: 'asset', fileName: manifest ?? 'manifest_guests.json', source });
    },
  };
}

/** What is wrong with a guest, to stand behind its name; undefined where the plugin itself is wrong. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof CompileError) return ` is not valid: ${error.message}`;
  if (error instanceof RepageError) return ` cannot be repaged: ${error.message}`;
  if (error instanceof BinaryenError) return `: ${error.message}`;
  return undefined;
}

function checkedBudget(
  context: PluginContext,
  check: BudgetCheck,
  found: readonly MadeGuest[],
): BudgetResult {
  try {
    return checkBudget(check, found);
  } catch (error) {
    if (error instanceof SettingsError) context.error(error.message);
    throw error;
  }
}

interface Checked {
  readonly general: Partial<Settings>;
  readonly largestMemory: number | undefined;
}

/** @throws TypeError */
function checked(options: WasmotePluginOptions): Checked {
  const { target = 'xs', guest, board, budget, manifest, ...rest } = options;
  try {
    if (target !== 'xs' && target !== 'any') {
      throw new SettingsError(`target is neither "xs" nor "any": ${JSON.stringify(target)}`);
    }
    if (guest !== undefined && typeof guest !== 'function') {
      throw new SettingsError('guest is no function');
    }
    if (manifest !== undefined && manifest !== false && typeof manifest !== 'string') {
      throw new SettingsError('manifest is neither the name of a file nor false');
    }
    if (budget !== undefined) checkOptions(budget);
    return {
      general: settingsOf(rest, PLUGIN_OPTIONS),
      largestMemory: board === undefined ? undefined : loadBoard(board).xs.heapBytes.value,
    };
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof BoardError)) throw error;
    throw new TypeError(`wasmote/rollup: ${error.message}`, { cause: error });
  }
}
