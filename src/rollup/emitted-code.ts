/** The text of what guests are in a bundle: modules of JavaScript. */
import type { MadeGuest } from './made-guest.js';

/** What decodes bytes that are in the bundle itself. */
export const DECODER = '\0wasmote:decode';

/**
 * XS has no `atob`. Strings are walked rather than indexed, which on XS takes longer the further in
 * the character is.
 */
export const DECODER_CODE = `
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
export function decode(text, size) {
  const bytes = new Uint8Array(size);
  let bits = 0, count = 0, at = 0;
  for (const digit of text) {
    bits = (bits << 6) | DIGITS.indexOf(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  return bytes;
}
`;

/** Where guests of a firmware lie, beside the bundle; the same begins what they are imported by. */
const FOLDER = 'guests';

/** The name by which programs import a compiled guest that is a file of its own. */
export function specifierOf({ settings }: MadeGuest): string {
  return `${FOLDER}/${settings.name}`;
}

const EXTENSIONS = { bytes: 'wasm', image: 'cwasm', compiled: 'js' } as const;

/** The name of the resource that a firmware has, without a folder; of compiled guests, a file. */
export function resourceOf({ settings }: MadeGuest): string {
  return `${settings.name}.${EXTENSIONS[settings.form]}`;
}

/** The file of a guest in a firmware's bundle, from the bundle's folder. */
export function fileOf(guest: MadeGuest): string {
  return `${FOLDER}/${resourceOf(guest)}`;
}

/** For a firmware: all of the guest lies beside the bundle. */
export function codeForXs(guest: MadeGuest): string {
  if (guest.settings.form === 'compiled') {
    return `export { default } from '${specifierOf(guest)}';\n`;
  }
  return [
    ...guest.entries.map((entry) => `import '${entry}';`),
    "import Resource from 'Resource';",
    `export default new Resource('${resourceOf(guest)}');\n`,
  ].join('\n');
}

/** For everywhere: the bundle has all of the guest. */
export function codeForAny({ settings, contents, entries }: MadeGuest): string {
  if (settings.form === 'compiled') return new TextDecoder().decode(contents);
  const text = Buffer.from(contents).toString('base64').replace(/=+$/, '');
  return [
    ...entries.map((entry) => `import '${entry}';`),
    `import { decode } from '${DECODER}';`,
    `export default /* @__PURE__ */ decode('${text}', ${contents.length});\n`,
  ].join('\n');
}
