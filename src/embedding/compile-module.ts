/** `wasmote compile`: a module as a file of JavaScript. Not part of what devices get. */
import { compileAhead } from '../compiler/ahead.js';
import { describe } from '../image/description.js';
import { EngineKind, ImageOption, ImageSection } from '../image/format.js';
import { usedFeaturesOf } from '../image/serialize.js';
import { VERSION, versionText } from '../image/version.js';
import { writeImage } from '../image/writer.js';
import { entriesFor } from '../opcodes/feature.js';
import { Config } from './config.js';
import { Engine } from './engine.js';
import { Module } from './module.js';

/** More than any board has, and little enough for addresses to be signed: 1 GiB. */
const LARGEST_MEMORY = 2 ** 30;

/** What generated code takes from `Math`, which XS then need not look up. */
const OF_MATH: readonly string[] = ['clz32', 'fround', 'imul', 'sqrt'];

/**
 * Compiles a module to the text of an ES module for XS, whose default export is a `Module`.
 * @param title what the text says that it was made of
 * @param largestMemory bytes that no linear memory has where the code runs: what is known of
 *   addresses makes code shorter
 * @throws CompileError when the bytes are no valid module, or XS cannot have one of its functions
 */
export function compileModule(
  engine: Engine,
  bytes: Uint8Array,
  title: string,
  largestMemory = LARGEST_MEMORY,
): string {
  const { features, consumeFuel, ignoreCustomSections } = engine.settings;
  const config = new Config().strategy('interpreter').consumeFuel(consumeFuel).anyPageSize(true);
  config.ignoreCustomSections(ignoreCustomSections);
  // Validated with the engine's own features by what follows.
  const { methods, names } = compileAhead(bytes, features, consumeFuel, largestMemory);
  const module = new Module(new Engine(config), bytes);
  const ofMath = OF_MATH.filter((name) => names.has(name));
  const helpers = [...names].filter((name) => !['MIN', 'high', ...OF_MATH].includes(name)).sort();
  const imports = [
    'compiledModule',
    ...(helpers.length > 0 ? ['helpers'] : []),
    ...(names.has('high') ? ['high'] : []),
  ];
  const lines = [
    `// ${title}, compiled by wasmote ${versionText(VERSION)}. Do not edit.`,
    ...entriesFor(usedFeaturesOf(module)).map((name) => `import '${name}';`),
    `import { ${imports.join(', ')} } from 'wasmote/compiled';`,
  ];
  if (ofMath.length > 0) lines.push(`const { ${ofMath.join(', ')} } = Math;`);
  if (helpers.length > 0) lines.push(`const { ${helpers.join(', ')} } = helpers;`);
  if (names.has('MIN')) lines.push('const MIN = -2147483648 | 0;');
  lines.push(`export default compiledModule('${imageOf(module)}', {`);
  lines.push(...methods.map((method) => `${method},`), '});');
  return `${lines.join('\n')}\n`;
}

/** What instances need beside the functions, in base64 without padding. */
function imageOf(module: Module): string {
  const { functionCount, importedFunctions, settings } = module;
  // Only the functions' types, at the place where the interpreter's code has them too.
  const defined = functionCount - importedFunctions;
  const directory = module.code.slice(0, defined + ((functionCount + 1) >> 1)).fill(0, 0, defined);
  const image = writeImage(
    {
      kind: EngineKind.File,
      features: usedFeaturesOf(module),
      options: settings.consumeFuel ? ImageOption.ConsumeFuel : 0,
    },
    [
      [ImageSection.Description, describe(module)],
      [ImageSection.WebAssembly, module.bytes],
      [ImageSection.Code, new Uint8Array(directory.buffer)],
    ],
  );
  let text = '';
  for (const byte of image) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('=', '');
}
