/** Boards load images and make none: writing them is left out of their bundle. See `serialize.ts`. */

export function noteFeatures(): void {}

/** @throws Error always */
export function serialize(): never {
  throw new Error('a device makes no images: use `wasmote compile --image`');
}
