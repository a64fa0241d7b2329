import type { DecodedModule } from '../../binary/decoded-module.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import type { Edit } from '../rewrite/edit.js';
import { unsigned } from '../rewrite/leb128.js';

interface Appended {
  /** The type, in the binary format. */
  readonly type: readonly number[];
  /** Locals and instructions, in the binary format, `end` included. */
  readonly body: readonly number[];
}

/** Functions that a module gets in addition, behind its own, so that no index changes. */
export class AppendedFunctions {
  private readonly functions: Appended[] = [];

  /** @param module one that has functions of its own */
  constructor(private readonly module: DecodedModule) {}

  /** @returns the function's index */
  add(type: readonly number[], body: readonly number[]): number {
    return this.module.functions.length + this.functions.push({ type, body }) - 1;
  }

  edits(): Edit[] {
    const { functions, module } = this;
    if (functions.length === 0) return [];
    const types = functions.map(({ type }) => type);
    const indices = functions.map((_, k) => unsigned(this.typeCount() + k));
    const bodies = functions.map(({ body }) => [...unsigned(body.length), ...body]);
    return [
      ...this.append(module, SectionId.Type, types),
      ...this.append(module, SectionId.Function, indices),
      ...this.append(module, SectionId.Code, bodies),
    ];
  }

  private typeCount(): number {
    return this.module.types.length;
  }

  private append(
    { bytes, sectionStart, sectionEnd }: DecodedModule,
    section: SectionId,
    items: readonly (readonly number[])[],
  ): Edit[] {
    const start = sectionStart[section]!;
    const end = sectionEnd[section]!;
    const reader = new Reader(bytes, start);
    const count = reader.u32();
    return [
      { start, end: reader.position, bytes: unsigned(count + items.length) },
      { start: end, end, bytes: items.flat() },
    ];
  }
}
