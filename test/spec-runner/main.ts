/**
 * `npm run spec -- PATH… [--on node|xs] [--engine interpreter|compiler] [--runtime FILE]
 * [--through-image] [--verbose] [--json FILE]`: runs scripts
 * of the suite, each PATH a `.json` of wast2json or a folder of them; with `--through-image` modules
 * are compiled on Node and loaded from images, with `--json` the totals by group are written to a file. Ends with 1 when a command fails that no list of
 * `test/expected-failures/` names, or one passes that a list names.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Platform } from './bundle.js';
import { ExpectedFailures, type Judgement } from './expected-failures.js';
import { prepare, type RunScriptFile } from './platforms.js';
import type { Failure, ScriptResult } from './script-runner.js';

/** Scripts that run at once. */
const PARALLEL = 2;

/** Failures of one script that are told one by one. */
const SHOWN = 10;

interface Total {
  passed: number;
  failed: number;
  skipped: number;
  expected: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    on: { type: 'string', default: 'node' },
    engine: { type: 'string', default: 'interpreter' },
    runtime: { type: 'string' },
    'through-image': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
if (positionals.length === 0 || (values.on !== 'node' && values.on !== 'xs')) {
  console.error(
    'usage: npm run spec -- PATH… [--on node|xs] [--engine interpreter|compiler] [--runtime FILE] [--through-image] [--verbose] [--json FILE]',
  );
  process.exit(2);
}
const platform: Platform = values.on;
const { engine } = values;
if (engine !== 'interpreter' && engine !== 'compiler') {
  console.error(`--engine: \`${engine}\` is neither interpreter nor compiler`);
  process.exit(2);
}
const files = positionals.flatMap(scriptFiles);
const groups = readGroups(files);
const lists = new ExpectedFailures(engine, platform);
const totals = new Map<string, Total>();
let wrong = false;

const run = await prepare(platform, values.runtime, values['through-image'], engine);
const queue = [...files];
await Promise.all(Array.from({ length: PARALLEL }, work));
for (const [name, total] of totals) console.log(`${name}: ${totalText(total)}`);
console.log(totalText(sum([...totals.values()])));
if (values.json !== undefined) {
  writeFileSync(values.json, JSON.stringify(Object.fromEntries(totals)));
}
process.exitCode = wrong ? 1 : 0;

async function work(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    await runFile(run, file);
  }
}

async function runFile(runScript: RunScriptFile, file: string): Promise<void> {
  const name = `${basename(dirname(file))}/${basename(file, '.json')}`;
  const result = await runScript(file).catch(ended);
  report(name, result, lists.judge(name, result));
}

/** A script that did not come to an end counts as one failure. */
function ended(error: Error): ScriptResult {
  return {
    passed: 0,
    skipped: 0,
    failures: [{ line: 0, type: 'script', message: error.message }],
  };
}

function report(name: string, result: ScriptResult, judgement: Judgement): void {
  const { expected, unexpected, outdated } = judgement;
  const total = {
    passed: result.passed,
    failed: unexpected.length,
    skipped: result.skipped,
    expected: expected.length,
  };
  const group = groups.get(name) ?? basename(dirname(name));
  totals.set(group, sum([totals.get(group), total]));
  const isWrong = unexpected.length > 0 || outdated.length > 0;
  wrong ||= isWrong;
  if (!isWrong && !values.verbose) return;
  console.log(`${name}: ${totalText(total)}`);
  const shown = values.verbose ? [...unexpected, ...expected] : unexpected.slice(0, SHOWN);
  for (const failure of shown) console.log(`  ${failureText(failure)}`);
  if (shown.length < unexpected.length) console.log(`  … ${unexpected.length - shown.length} more`);
  for (const found of outdated) console.log(`  ${found} is listed as failing, and passes`);
}

function failureText({ line, type, message, cause }: Failure): string {
  const because = cause === undefined ? '' : ` (see line ${cause})`;
  return `${line} ${type}: ${message}${because}`;
}

function totalText({ passed, failed, skipped, expected }: Total): string {
  const known = expected === 0 ? '' : `, ${expected} failed as expected`;
  return `${passed} passed, ${failed} failed, ${skipped} skipped${known}`;
}

function sum(parts: readonly (Total | undefined)[]): Total {
  const total = { passed: 0, failed: 0, skipped: 0, expected: 0 };
  for (const part of parts) {
    if (part === undefined) continue;
    total.passed += part.passed;
    total.failed += part.failed;
    total.skipped += part.skipped;
    total.expected += part.expected;
  }
  return total;
}

function scriptFiles(path: string): string[] {
  const full = resolve(path);
  if (!statSync(full).isDirectory()) return [full];
  const found = readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && basename(name) !== 'groups.json')
    .sort();
  return found.map((name) => join(full, name));
}

/** By `folder/script` the feature that `groups.json` beside the folder sorts it under. */
function readGroups(scripts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of new Set(scripts.map((script) => dirname(script)))) {
    const path = join(dirname(folder), 'groups.json');
    if (basename(folder) !== 'core' || !existsSync(path)) continue;
    const sorted = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>;
    for (const [group, names] of Object.entries(sorted)) {
      for (const name of names) found.set(`core/${name}`, `core, ${group}`);
    }
  }
  return found;
}
