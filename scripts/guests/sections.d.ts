/** A section of a module, its payload without id and size. */
export interface Section {
  readonly id: number;
  readonly payload: Uint8Array;
}

/** The sections of a module, in order. */
export function readSections(bytes: Uint8Array): Section[];

/** A module made of sections, with the preamble of version 1. */
export function writeSections(sections: readonly Section[]): Uint8Array;
