/**
 * Parts of WebAssembly that came after its first version, as bits. A module that uses one that the
 * engine's configuration lacks is refused with the feature's name.
 */
export const enum Feature {
  Mvp = 0,
  SignExtension = 1 << 0,
  SaturatingConversion = 1 << 1,
  MultiValue = 1 << 2,
  BulkMemory = 1 << 3,
  ReferenceTypes = 1 << 4,
  TailCall = 1 << 5,
  ExtendedConst = 1 << 6,
  MultiMemory = 1 << 7,
  CustomPageSizes = 1 << 8,
  ExceptionHandling = 1 << 9,
  Memory64 = 1 << 10,
  /** Typed function references. */
  FunctionReferences = 1 << 11,
  Gc = 1 << 12,
  WideArithmetic = 1 << 13,
  /** Ours: page sizes between 1 and 65536. */
  AnyPageSize = 1 << 14,
}

/** The features' names, by bit. */
const FEATURE_NAMES: readonly string[] = Object.freeze([
  'sign-extension',
  'saturating-float-to-int',
  'multi-value',
  'bulk-memory',
  'reference-types',
  'tail-call',
  'extended-const',
  'multi-memory',
  'custom-page-sizes',
  'exception-handling',
  'memory64',
  'function-references',
  'gc',
  'wide-arithmetic',
  'any-page-size',
]);

export function featureName(feature: Feature): string {
  return FEATURE_NAMES[31 - Math.clz32(feature)] ?? 'mvp';
}

/** Features that programs have by an import of their own, `wasmote/` and the feature's name. */
const EXTENSIONS =
  Feature.ExceptionHandling |
  Feature.Memory64 |
  Feature.FunctionReferences |
  Feature.Gc |
  Feature.WideArithmetic;

/** The entries that programs must import for features, `wasmote/` included. */
export function entriesFor(features: number): string[] {
  return FEATURE_NAMES.filter((_, bit) => (features & EXTENSIONS & (1 << bit)) !== 0).map(
    (name) => `wasmote/${name}`,
  );
}

/** What a program is told that would first have to import a feature. */
export function absentText(feature: Feature): string {
  const name = featureName(feature);
  return `this program lacks ${name}: import 'wasmote/${name}' adds it`;
}

let imported = 0;

/** Called by an extension when it is imported. */
export function registerFeature(feature: Feature): void {
  imported |= feature;
}

/** Of features, those that this program would first have to import. */
export function notImported(features: number): number {
  return features & EXTENSIONS & ~imported;
}

/** All but AnyPageSize, which is no part of any proposal. */
export const DEFAULT_FEATURES: number = Feature.AnyPageSize - 1;
