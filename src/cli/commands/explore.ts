import { basename, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { Config } from '../../embedding/config.js';
import { Exploration } from '../../explore/exploration.js';
import { sizesText } from '../../explore/model.js';
import { pageData } from '../../explore/page/data.js';
import { pageText } from '../../explore/page/page.js';
import { columnsText } from '../../explore/text.js';
import { CliError } from '../exit-code.js';
import { Progress } from '../progress.js';
import { bytes } from '../values/format-bytes.js';
import { naming, readWasm } from '../wasm-file.js';
import { writeOutput } from '../write-file.js';

interface ExploreOptions {
  readonly output?: string;
  readonly text?: true;
  readonly function?: string;
  readonly all?: true;
  readonly fuel?: true;
  readonly anyPageSize?: true;
}

/** Of data and other lists, so many bytes or elements are printed. */
const LIST_LIMIT = 128;
/** Lines of code in a page; with about 40 bytes each it opens in a second or two. */
const MAX_PAGE_LINES = 300_000;
/** Bytes of a module that takes so long that progress is shown. */
const LARGE_MODULE = 262_144;

/** `wasmote explore`: what becomes of a module's functions. */
export function addExplore(program: Command): void {
  program
    .command('explore')
    .summary('show what becomes of a module')
    .description(
      'Writes a page that shows each function in the text format, as register code of the ' +
        'interpreter and as the JavaScript that "wasmote compile" makes, side by side, linked line ' +
        'by line. The page is one file and opens from disk.',
    )
    .usage('FILE.wasm [-o FILE.html] [options]')
    .argument('<file>', 'the module, in the binary format')
    .option('-o, --output <file>', 'the page (default: the name of the module, with .html)')
    .addOption(
      new Option('--text', 'print the same as text instead of writing a page').conflicts('output'),
    )
    .option('--function <function>', 'only the function of this name or index')
    .option('--all', 'also what is left out of large modules')
    .option('--fuel', 'show code that counts fuel')
    .option('--any-page-size', 'allow every power of two up to 65536 as page size of memories')
    .action(explore);
}

async function explore(file: string, options: ExploreOptions): Promise<void> {
  const binary = readWasm(file);
  const { features } = new Config().anyPageSize(options.anyPageSize === true).settings();
  const settings = {
    features,
    consumeFuel: options.fuel === true,
    listLimit: options.all === true ? Infinity : LIST_LIMIT,
  };
  const progress = new Progress(`exploring ${file}`);
  const isLarge = binary.length > LARGE_MODULE && options.text !== true;
  const tell = (state: string): void => (isLarge ? progress.show(state) : undefined);
  try {
    tell('reading');
    const exploration = naming(file, () => new Exploration(binary, settings));
    const indices = functionsOf(exploration, options.function);
    if (options.text === true) await printText(exploration, indices, options);
    else {
      const report = writePage(file, binary.length, exploration, indices, options, tell);
      progress.end();
      report();
    }
  } finally {
    progress.clear();
  }
}

/** The functions that have a body, or those that an option names. */
function functionsOf(exploration: Exploration, wanted: string | undefined): number[] {
  const { firstFunction, endFunction } = exploration;
  const all = Array.from({ length: endFunction - firstFunction }, (_, k) => firstFunction + k);
  if (wanted === undefined) return all;
  const named = all.filter((index) => exploration.namesOf(index).includes(wanted));
  if (named.length > 0) return named;
  if (!/^\d+$/.test(wanted)) throw new CliError(`no function is named "${wanted}"`);
  const index = Number(wanted);
  if (index < firstFunction) throw new CliError(`function ${index} is imported: it has no code`);
  if (index >= endFunction) {
    throw new CliError(`there is no function ${index}; the module has ${endFunction}`);
  }
  return [index];
}

/** @returns what tells the user of it */
function writePage(
  file: string,
  size: number,
  exploration: Exploration,
  indices: readonly number[],
  options: ExploreOptions,
  tell: (state: string) => void,
): () => void {
  const output = options.output ?? `${file.replace(/\.wasm$/i, '')}.html`;
  if (resolve(output) === resolve(file))
    throw new CliError(`the page would replace the module ${file}: use -o FILE`);
  const data = pageData(exploration, {
    file: basename(file),
    size,
    indices,
    maxLines: options.all === true ? Infinity : MAX_PAGE_LINES,
    progress: (done) => {
      if (done % 64 === 0) tell(`${done} of ${indices.length} functions`);
    },
  });
  const page = pageText(data);
  writeOutput(output, page);
  return () => {
    for (const note of data.notes) process.stderr.write(`note: ${note}\n`);
    const functions = `${bytes(indices.length)} function${indices.length === 1 ? '' : 's'}`;
    console.log(`${output}: ${functions}, ${bytes(Buffer.byteLength(page))} bytes`);
  };
}

async function printText(
  exploration: Exploration,
  indices: readonly number[],
  options: ExploreOptions,
): Promise<void> {
  const { fields } = exploration;
  const print = (lines: readonly string[]): void => console.log(`${lines.join('\n')}\n`);
  if (options.function === undefined) print([fields.head(), ...fields.before(), ...fields.after()]);
  for (const index of indices) {
    const view = exploration.view(index);
    print([`;; ${view.name} (${index}): ${sizesText(view.sizes)}`, ...columnsText(view)]);
    // A reader that has enough is noticed between two functions.
    await setImmediate();
  }
}
