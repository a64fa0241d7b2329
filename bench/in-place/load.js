/**
 * Loads a module for the in-place interpreter: finds its functions and makes the side table. It
 * checks nothing: `bench/` loads only modules that wasmote has validated.
 *
 * The side table is one Int32Array. For each function four words: where its body ends (24 bits) and
 * how many results it has (6 bits, one more says that one of them fills both cells); the first entry
 * and the length of the code; parameters, other locals and operands (10, 12 and 10 bits); which
 * locals fill both cells. Then an entry for each branch, `if` and `else`, in the order of the code:
 * distance in bytes (16 bits), distance in entries (8), operands to keep (3) and to drop (5). What
 * does not fit, four words behind the entries have.
 */

let bytes;
let pc = 0;

function u32() {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[pc++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
    shift += 7;
  }
}

function s33() {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[pc++];
    value |= (byte & 127) << shift;
    shift += 7;
    if (byte < 128) return shift < 32 && (byte & 64) !== 0 ? value | (-1 << shift) : value;
  }
}

const isWide = (type) => type === 0x7e || type === 0x7c;

/** What numeric instructions and accesses change the height by. */
function effect(op) {
  if (op <= 0x35) return 0; // loads
  if (op <= 0x3e) return -2; // stores
  if (op <= 0x44) return op === 0x40 ? 0 : 1;
  if (op === 0x45 || op === 0x50) return 0;
  if (op <= 0x66) return -1;
  if (op <= 0x69) return 0;
  if (op <= 0x78) return -1;
  if (op <= 0x7b) return 0;
  if (op <= 0x8a) return -1;
  if (op <= 0x91) return 0;
  if (op <= 0x98) return -1;
  if (op <= 0x9f) return 0;
  if (op <= 0xa6) return -1;
  return 0;
}

/** Steps over an instruction that is no control instruction; returns its effect. */
function plain(op) {
  if (op >= 0x28 && op <= 0x3e) {
    if ((u32() & 64) !== 0) u32();
    u32();
    return effect(op);
  }
  if (op >= 0x45 && op <= 0xc4) return effect(op);
  switch (op) {
    case 0x01:
      return 0;
    case 0x1a:
      return -1;
    case 0x1c:
      for (let n = u32(); n > 0; n--) pc++;
      return -2;
    case 0x1b:
      return -2;
    case 0x20:
    case 0x23:
    case 0x3f:
    case 0xd0:
    case 0xd2:
      u32();
      return 1;
    case 0x21:
    case 0x24:
      u32();
      return -1;
    case 0x22:
    case 0x25:
    case 0x40:
      u32();
      return 0;
    case 0x26:
      u32();
      return -2;
    case 0x41:
    case 0x42:
      s33();
      return 1;
    case 0x43:
      pc += 4;
      return 1;
    case 0x44:
      pc += 8;
      return 1;
    case 0xd1:
      return 0;
    case 0xfc: {
      const kind = u32();
      if (kind < 8) return 0;
      if (kind === 8 || kind === 10 || kind === 12 || kind === 14) {
        u32();
        u32();
        return -3;
      }
      u32();
      return kind === 15 ? -1 : kind === 16 ? 1 : kind === 9 || kind === 13 ? 0 : -3;
    }
  }
  throw new Error(`opcode ${op.toString(16)}`);
}

/** Makes the entries of one body. */
class Builder {
  constructor(module, entries, far) {
    this.module = module;
    this.entries = entries;
    this.far = far;
  }

  /** An entry whose target is known when the label is. */
  entry(from, label, height) {
    const { entries } = this;
    const kept = label.arity;
    const patch = { index: entries.length, from, kept, dropped: height - kept - label.height };
    entries.push(0);
    if (label.loop) this.patch(patch, label.pc, label.stp);
    else label.patches.push(patch);
  }

  patch({ index, from, kept, dropped }, target, stp) {
    const distance = target - from;
    const jump = stp - index;
    // Operands need no move when none is dropped.
    const keep = dropped === 0 ? 0 : kept;
    if (
      distance === (distance << 16) >> 16 &&
      jump === (jump << 24) >> 24 &&
      keep < 7 &&
      dropped < 31
    ) {
      this.entries[index] = (distance << 16) | ((jump & 255) << 8) | (keep << 5) | dropped;
    } else {
      this.entries[index] = this.far.length;
      this.far.push(target, stp, keep, dropped, index);
    }
  }

  blockType() {
    const type = s33();
    if (type >= 64) throw new Error('a block type of two bytes');
    return type >= 0
      ? this.module.types[type]
      : { params: [], results: type === -64 ? [] : [type & 127] };
  }

  /** Returns the greatest height of the operands. */
  body(type, bodyEnd) {
    const { entries, module } = this;
    let height = 0;
    let most = 0;
    let dead = 0; // open blocks in unreachable code, and one
    const labels = [
      {
        loop: false,
        height: 0,
        arity: type.results.length,
        patches: [],
        results: type.results.length,
      },
    ];
    const labelAt = (depth) => labels[labels.length - 1 - depth];
    const close = (label) => {
      // The function's own end returns: its label is the `end` itself.
      const target = labels.length === 0 ? pc - 1 : pc;
      for (const patch of label.patches) this.patch(patch, target, entries.length);
      height = label.height + label.results;
    };
    while (pc < bodyEnd) {
      const op = bytes[pc++];
      const from = pc;
      if (op === 0x02 || op === 0x03 || op === 0x04) {
        const { params, results } = this.blockType();
        if (dead > 0) {
          dead++;
          continue;
        }
        if (op === 0x04) height--;
        const base = height - params.length;
        const label = {
          loop: op === 0x03,
          height: base,
          arity: op === 0x03 ? params.length : results.length,
          params: params.length,
          results: results.length,
          patches: [],
          pc,
          stp: entries.length,
        };
        labels.push(label);
        if (op === 0x04) {
          label.skip = { index: entries.length, from, kept: 0, dropped: 0 };
          entries.push(0);
        }
      } else if (op === 0x05) {
        if (dead > 1) continue;
        const label = labelAt(0);
        if (dead === 0) {
          label.patches.push({ index: entries.length, from, kept: 0, dropped: 0 });
          entries.push(0);
        }
        dead = 0;
        this.patch(label.skip, pc, entries.length);
        label.skip = undefined;
        height = label.height + label.params;
      } else if (op === 0x0b) {
        if (dead > 1) {
          dead--;
          continue;
        }
        dead = 0;
        const label = labels.pop();
        if (label.skip !== undefined) label.patches.push(label.skip);
        close(label);
      } else if (op === 0x0c || op === 0x0d) {
        const depth = u32();
        if (depth > 127) throw new Error('a label of two bytes');
        if (dead > 0) continue;
        if (op === 0x0d) height--;
        this.entry(from, labelAt(depth), height);
        if (op === 0x0c) dead = 1;
      } else if (op === 0x0e) {
        if (dead === 0) height--;
        for (let n = u32(); n >= 0; n--) {
          const depth = u32();
          if (dead === 0) this.entry(from, labelAt(depth), height);
        }
        if (dead === 0) dead = 1;
      } else if (op === 0x00 || op === 0x0f) {
        if (dead === 0) dead = 1;
      } else if (op === 0x10) {
        const callee = module.types[module.functions[u32()]];
        height += callee.results.length - callee.params.length;
      } else if (op === 0x11) {
        const callee = module.types[u32()];
        u32();
        height += callee.results.length - callee.params.length - 1;
      } else {
        const change = plain(op);
        if (dead === 0) height += change;
      }
      if (dead === 0 && height > most) most = height;
    }
    return most;
  }
}

/** Reads a module. */
export function load(source) {
  bytes = source;
  const module = { types: [], functions: [], exports: {}, globals: [], imported: 0, pages: 0 };
  const heads = [];
  const entries = [];
  const far = [];
  let memory = new ArrayBuffer(0);
  const data = [];
  module.frames = [];
  module.bodyBytes = 0;
  pc = 8;
  while (pc < bytes.length) {
    const id = bytes[pc++];
    const end = u32() + pc;
    if (id === 1) {
      for (let n = u32(); n > 0; n--) {
        pc++;
        const params = [];
        for (let k = u32(); k > 0; k--) params.push(bytes[pc++]);
        const results = [];
        for (let k = u32(); k > 0; k--) results.push(bytes[pc++]);
        module.types.push({ params, results });
      }
    } else if (id === 2) {
      for (let n = u32(); n > 0; n--) {
        for (let k = 0; k < 2; k++) {
          const length = u32();
          pc += length;
        }
        const kind = bytes[pc++];
        if (kind !== 0) throw new Error('an import that is no function');
        module.functions.push(u32());
        module.imported++;
      }
    } else if (id === 3) {
      for (let n = u32(); n > 0; n--) module.functions.push(u32());
    } else if (id === 5) {
      u32();
      const flags = u32();
      module.pages = u32();
      if (flags & 1) u32();
      memory = new ArrayBuffer(module.pages * 2 ** (flags & 8 ? u32() : 16));
    } else if (id === 6) {
      for (let n = u32(); n > 0; n--) {
        const wide = isWide(bytes[pc]);
        pc += 2;
        pc++;
        module.globals.push({ low: wide ? (u32(), 0) : s33(), high: 0, wide });
        pc++;
      }
    } else if (id === 7) {
      for (let n = u32(); n > 0; n--) {
        const length = u32();
        const name = String.fromCharCode(...bytes.subarray(pc, pc + length));
        pc += length;
        pc++;
        module.exports[name] = u32();
      }
    } else if (id === 10) {
      const count = u32();
      module.bodyBytes = end - pc;
      const builder = new Builder(module, entries, far);
      for (let k = 0; k < count; k++) {
        const bodyEnd = u32() + pc;
        const type = module.types[module.functions[module.imported + k]];
        const wide = type.params.map(isWide);
        for (let n = u32(); n > 0; n--) {
          const times = u32();
          const isRunWide = isWide(bytes[pc++]);
          for (let i = 0; i < times; i++) wide.push(isRunWide);
        }
        let mask = 0;
        wide.forEach((one, i) => (mask |= one ? 1 << Math.min(i, 31) : 0));
        const start = pc;
        const first = entries.length;
        const most = builder.body(type, bodyEnd);
        const params = type.params.length;
        const results = type.results.length | (type.results.some(isWide) ? 64 : 0);
        heads.push(
          bodyEnd | (results << 24),
          (first << 16) | (bodyEnd - start),
          params | ((wide.length - params) << 10) | (most << 22),
          mask,
        );
        module.frames.push(wide.length + 2 + most);
      }
    } else if (id === 11) {
      for (let n = u32(); n > 0; n--) {
        if (u32() !== 0) throw new Error('a passive segment');
        pc++;
        const offset = s33();
        pc++;
        const length = u32();
        data.push([offset, bytes.subarray(pc, pc + length)]);
        pc += length;
      }
    }
    pc = end;
  }
  const side = new Int32Array(heads.length + entries.length + (far.length / 5) * 4);
  side.set(heads);
  side.set(entries, heads.length);
  // Entries were counted from 0; those of functions are indices of the table.
  for (let k = 1; k < heads.length; k += 4) side[k] += heads.length << 16;
  const behind = heads.length + entries.length;
  for (let k = 0, to = behind; k < far.length; k += 5, to += 4) {
    side.set([far[k], far[k + 1] + heads.length, far[k + 2], far[k + 3]], to);
    side[heads.length + far[k + 4]] = (to << 8) | 255;
  }
  for (const [offset, from] of data) {
    if (offset + from.length <= memory.byteLength) new Uint8Array(memory).set(from, offset);
  }
  module.branches = entries.length;
  module.code = source;
  module.bytes = new DataView(source.buffer, source.byteOffset, source.byteLength);
  module.side = side;
  module.view = new DataView(memory);
  return module;
}

function makeStack() {
  const buffer = new ArrayBuffer(4096);
  return {
    cells: new Int32Array(buffer),
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
    reserve() {
      throw new Error('call stack exhausted');
    },
  };
}

let stack;

/** Calls an export that takes nothing and returns an i32. */
export function run(execute, module, name) {
  stack ??= makeStack();
  execute(stack, module, module.exports[name] - module.imported, -2);
  return stack.cells[0];
}
