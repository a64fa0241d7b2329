/** wasmote's own version: major in bits 24–31, minor in bits 16–23, patch in bits 0–15. */
export const VERSION = 0x00010000;

export function versionText(version: number): string {
  return `${version >>> 24}.${(version >> 16) & 0xff}.${version & 0xffff}`;
}
