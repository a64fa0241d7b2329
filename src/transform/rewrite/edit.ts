/** Bytes of a module that others take the place of. Offsets are those of the module as it was. */
export interface Edit {
  readonly start: number;
  /** Behind the last byte that goes; equal to `start` where nothing does. */
  readonly end: number;
  readonly bytes: readonly number[];
}

/** The bytes from `start` to `end` with edits made that lie there; `edits` are in order. */
export function edited(
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: readonly Edit[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = start;
  for (const edit of edits) {
    parts.push(bytes.subarray(at, edit.start), Uint8Array.from(edit.bytes));
    at = edit.end;
  }
  parts.push(bytes.subarray(at, end));
  return joined(parts);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
