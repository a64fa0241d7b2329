import { customSections } from '../../binary/custom-section.js';
import { Reader } from '../../binary/reader.js';
import { identifier } from './string.js';

/**
 * The subsections of the name section; those from labels on are of the proposal for extended names.
 * https://webassembly.github.io/spec/core/appendix/custom.html#name-section
 */
const enum Subsection {
  Module = 0,
  Functions = 1,
  Locals = 2,
  Fields = 10,
}

/** The index spaces that names are for, numbered as their subsections. */
export const enum Space {
  Function = 1,
  Type = 4,
  Table = 5,
  Memory = 6,
  Global = 7,
  Element = 8,
  Data = 9,
  Tag = 11,
}

type NameMap = Map<number, string>;

/** The names that a module gives to what is in it. What is malformed of them is passed over. */
export class Names {
  /** The module's own; empty without one. */
  module = '';
  private readonly spaces = new Map<number, NameMap>();
  private readonly locals = new Map<number, NameMap>();
  private readonly fields = new Map<number, NameMap>();

  /** @param bytes a valid module */
  constructor(bytes: Uint8Array) {
    for (const section of customSections(bytes, 'name')) {
      try {
        this.section(new Reader(section));
      } catch {
        // Names are for reading only: those before the error stay.
      }
    }
  }

  private section(reader: Reader): void {
    while (reader.position < reader.end) {
      const id = reader.u8();
      const size = reader.length();
      const end = reader.position + size;
      if (id === Subsection.Module) this.module = reader.name();
      else if (id === Subsection.Locals || id === Subsection.Fields) {
        const maps = id === Subsection.Locals ? this.locals : this.fields;
        for (let left = reader.u32(); left > 0; left--) {
          const index = reader.u32();
          readNames(reader, mapOf(maps, index));
        }
      } else if (id === Space.Function || (id >= Space.Type && id <= Space.Tag)) {
        readNames(reader, mapOf(this.spaces, id));
      }
      reader.position = end;
    }
  }

  /** A name, or undefined. */
  get(space: Space, index: number): string | undefined {
    return this.spaces.get(space)?.get(index);
  }

  /** `$name` where there is a name, and an index where not. */
  use(space: Space, index: number): string {
    return this.id(space, index) ?? String(index);
  }

  /** What stands behind the keyword of a definition: `$name (;3;)`. */
  definition(space: Space, index: number): string {
    const id = this.id(space, index);
    return id === undefined ? `(;${index};)` : `${id} (;${index};)`;
  }

  /** The identifier of what has a name that nothing else in its space has. */
  id(space: Space, index: number): string | undefined {
    return unique(this.spaces.get(space), index);
  }

  /** The identifier of a function's local. */
  localId(functionIndex: number, index: number): string | undefined {
    return unique(this.locals.get(functionIndex), index);
  }

  /** The identifier of a structure's field. */
  fieldId(typeIndex: number, index: number): string | undefined {
    return unique(this.fields.get(typeIndex), index);
  }
}

function mapOf(maps: Map<number, NameMap>, key: number): NameMap {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map()));
  return map;
}

function readNames(reader: Reader, map: NameMap): void {
  for (let left = reader.u32(); left > 0; left--) {
    const index = reader.u32();
    map.set(index, reader.name());
  }
}

/** The names that several of a space have, found when first asked for. */
const repeated = new WeakMap<NameMap, Set<string>>();

function unique(map: NameMap | undefined, index: number): string | undefined {
  const name = map?.get(index);
  if (name === undefined || name === '') return undefined;
  return repeatedOf(map!).has(name) ? undefined : identifier(name);
}

function repeatedOf(map: NameMap): Set<string> {
  let twice = repeated.get(map);
  if (twice === undefined) {
    const once = new Set<string>();
    twice = new Set();
    for (const name of map.values()) (once.has(name) ? twice : once).add(name);
    repeated.set(map, twice);
  }
  return twice;
}
