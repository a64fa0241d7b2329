/**
 * The interpreter that wasmote is measured against: in place, over the module's own bytes, as one
 * writes it at first. A handler for each opcode in an array (a `switch` would cost XS 20,000 cycles
 * for its later cases), immediates decoded each time they are met, a plain array as operand stack,
 * i64 as BigInt, calls as calls of JavaScript, ends of blocks found once, at load. It checks
 * nothing and knows what the kernels need. For `npm run bench:execute` alone.
 */

let bytes; // of the module
let pc = 0;
let stack; // operands
let locals; // of the function that runs
let labels; // open blocks: where a branch goes to, and the height of the stack there
let view; // of the memory
let globals;
let instance;
let done = false; // whether the function that runs has ended

const mask64 = (x) => BigInt.asIntN(64, x);

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

function s32() {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[pc++];
    value |= (byte & 127) << shift;
    shift += 7;
    if (byte < 128) return shift < 32 && (byte & 64) !== 0 ? value | (-1 << shift) : value;
  }
}

function s64() {
  let value = 0n;
  let shift = 0n;
  for (;;) {
    const byte = bytes[pc++];
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte < 128) return mask64((byte & 64) !== 0 ? value | (-1n << shift) : value);
  }
}

function branch(depth) {
  const index = labels.length - 1 - depth;
  if (index < 0) {
    done = true;
    return;
  }
  const label = labels[index];
  if (label.arity === 1) {
    const value = stack[stack.length - 1];
    stack.length = label.height;
    stack.push(value);
  } else {
    stack.length = label.height;
  }
  pc = label.target;
  labels.length = label.loop ? index + 1 : index;
}

function open(loop) {
  const start = pc;
  const type = s32();
  const target = loop ? pc : instance.ends.get(start);
  labels.push({ loop, target, height: stack.length, arity: loop || type === -64 ? 0 : 1 });
}

const binary = (operate) => () => {
  const y = stack.pop();
  const x = stack.pop();
  stack.push(operate(x, y));
};
const unary = (operate) => () => stack.push(operate(stack.pop()));
const load = (read) => () => {
  u32();
  const offset = u32();
  stack.push(read((stack.pop() >>> 0) + offset));
};
const store = (write) => () => {
  u32();
  const offset = u32();
  const value = stack.pop();
  write((stack.pop() >>> 0) + offset, value);
};

const handlers = new Array(256);
const define = (first, ...list) => list.forEach((handler, i) => (handlers[first + i] = handler));

handlers[0x00] = () => {
  throw new Error('unreachable');
};
handlers[0x01] = () => {};
handlers[0x02] = () => open(false);
handlers[0x03] = () => open(true);
handlers[0x04] = () => {
  const start = pc;
  open(false);
  if (stack[stack.length - 1] === 0) {
    const other = instance.elses.get(start);
    if (other !== undefined) pc = other;
    else {
      pc = labels.pop().target;
    }
  }
  const condition = stack.pop();
  if (condition !== 0 || instance.elses.get(start) !== undefined) {
    labels[labels.length - 1].height--;
  }
};
handlers[0x05] = () => branch(0);
handlers[0x0b] = () => {
  if (labels.length === 0) done = true;
  else labels.pop();
};
handlers[0x0c] = () => branch(u32());
handlers[0x0d] = () => {
  const depth = u32();
  if (stack.pop() !== 0) branch(depth);
};
handlers[0x0f] = () => {
  done = true;
};
handlers[0x10] = () => call(u32());
handlers[0x1a] = () => stack.pop();
handlers[0x1b] = () => {
  const condition = stack.pop();
  const other = stack.pop();
  if (condition === 0) stack[stack.length - 1] = other;
};
handlers[0x20] = () => stack.push(locals[u32()]);
handlers[0x21] = () => {
  locals[u32()] = stack.pop();
};
handlers[0x22] = () => {
  locals[u32()] = stack[stack.length - 1];
};
handlers[0x23] = () => stack.push(globals[u32()]);
handlers[0x24] = () => {
  globals[u32()] = stack.pop();
};
define(
  0x28,
  load((a) => view.getInt32(a, true)),
  load((a) => view.getBigInt64(a, true)),
  load((a) => view.getFloat32(a, true)),
  load((a) => view.getFloat64(a, true)),
  load((a) => view.getInt8(a)),
  load((a) => view.getUint8(a)),
  load((a) => view.getInt16(a, true)),
  load((a) => view.getUint16(a, true)),
  load((a) => BigInt(view.getInt8(a))),
  load((a) => BigInt(view.getUint8(a))),
  load((a) => BigInt(view.getInt16(a, true))),
  load((a) => BigInt(view.getUint16(a, true))),
  load((a) => BigInt(view.getInt32(a, true))),
  load((a) => BigInt(view.getUint32(a, true))),
  store((a, x) => view.setInt32(a, x, true)),
  store((a, x) => view.setBigInt64(a, x, true)),
  store((a, x) => view.setFloat32(a, x, true)),
  store((a, x) => view.setFloat64(a, x, true)),
  store((a, x) => view.setInt8(a, x)),
  store((a, x) => view.setInt16(a, x, true)),
);
handlers[0x41] = () => stack.push(s32());
handlers[0x42] = () => stack.push(s64());
handlers[0x43] = () => {
  stack.push(new DataView(bytes.buffer).getFloat32(bytes.byteOffset + pc, true));
  pc += 4;
};
handlers[0x44] = () => {
  stack.push(new DataView(bytes.buffer).getFloat64(bytes.byteOffset + pc, true));
  pc += 8;
};
const comparisons = (toUnsigned) => [
  binary((x, y) => (x === y ? 1 : 0)),
  binary((x, y) => (x !== y ? 1 : 0)),
  binary((x, y) => (x < y ? 1 : 0)),
  binary((x, y) => (toUnsigned(x) < toUnsigned(y) ? 1 : 0)),
  binary((x, y) => (x > y ? 1 : 0)),
  binary((x, y) => (toUnsigned(x) > toUnsigned(y) ? 1 : 0)),
  binary((x, y) => (x <= y ? 1 : 0)),
  binary((x, y) => (toUnsigned(x) <= toUnsigned(y) ? 1 : 0)),
  binary((x, y) => (x >= y ? 1 : 0)),
  binary((x, y) => (toUnsigned(x) >= toUnsigned(y) ? 1 : 0)),
];
const floatComparisons = [
  binary((x, y) => (x === y ? 1 : 0)),
  binary((x, y) => (x !== y ? 1 : 0)),
  binary((x, y) => (x < y ? 1 : 0)),
  binary((x, y) => (x > y ? 1 : 0)),
  binary((x, y) => (x <= y ? 1 : 0)),
  binary((x, y) => (x >= y ? 1 : 0)),
];
const u64 = (x) => BigInt.asUintN(64, x);
define(
  0x45,
  unary((x) => (x === 0 ? 1 : 0)),
  ...comparisons((x) => x >>> 0),
  unary((x) => (x === 0n ? 1 : 0)),
  ...comparisons(u64),
  ...floatComparisons,
  ...floatComparisons,
);
define(
  0x67,
  unary((x) => Math.clz32(x)),
  unary((x) => (x === 0 ? 32 : 31 - Math.clz32(x & -x))),
  undefined,
  binary((x, y) => (x + y) | 0),
  binary((x, y) => (x - y) | 0),
  binary((x, y) => Math.imul(x, y)),
  binary((x, y) => (x / y) | 0),
  binary((x, y) => ((x >>> 0) / (y >>> 0)) | 0),
  binary((x, y) => (x % y) | 0),
  binary((x, y) => ((x >>> 0) % (y >>> 0)) | 0),
  binary((x, y) => x & y),
  binary((x, y) => x | y),
  binary((x, y) => x ^ y),
  binary((x, y) => x << y),
  binary((x, y) => x >> y),
  binary((x, y) => (x >>> y) | 0),
  binary((x, y) => (x << y) | (x >>> -y)),
  binary((x, y) => (x >>> y) | (x << -y)),
);
define(
  0x7c,
  binary((x, y) => mask64(x + y)),
  binary((x, y) => mask64(x - y)),
  binary((x, y) => mask64(x * y)),
  undefined,
  undefined,
  undefined,
  undefined,
  binary((x, y) => x & y),
  binary((x, y) => x | y),
  binary((x, y) => x ^ y),
  binary((x, y) => mask64(x << (y & 63n))),
  binary((x, y) => x >> (y & 63n)),
  binary((x, y) => mask64(u64(x) >> (y & 63n))),
);
define(
  0x92,
  binary((x, y) => Math.fround(x + y)),
  binary((x, y) => Math.fround(x - y)),
  binary((x, y) => Math.fround(x * y)),
  binary((x, y) => Math.fround(x / y)),
);
define(
  0xa0,
  binary((x, y) => x + y),
  binary((x, y) => x - y),
  binary((x, y) => x * y),
  binary((x, y) => x / y),
);
const saturate = (low, high) => (x) => (x !== x ? 0 : x < low ? low : x > high ? high | 0 : x | 0);
const saturating = [
  unary(saturate(-0x80000000, 0x7fffffff)),
  unary(saturate(0, 0xffffffff)),
  unary(saturate(-0x80000000, 0x7fffffff)),
  unary(saturate(0, 0xffffffff)),
];
handlers[0x8b] = unary((x) => Math.abs(x));
handlers[0x8c] = unary((x) => -x);
handlers[0x99] = unary((x) => Math.abs(x));
handlers[0x9a] = unary((x) => -x);
handlers[0xc0] = unary((x) => (x << 24) >> 24);
handlers[0xc1] = unary((x) => (x << 16) >> 16);
handlers[0xfc] = () => saturating[u32()]();
handlers[0xa7] = unary((x) => Number(BigInt.asIntN(32, x)));
handlers[0xa8] = unary((x) => x | 0);
handlers[0xaa] = unary((x) => x | 0);
handlers[0xac] = unary((x) => BigInt(x));
handlers[0xad] = unary((x) => BigInt(x >>> 0));
handlers[0xb2] = unary((x) => Math.fround(x));
handlers[0xb3] = unary((x) => Math.fround(x >>> 0));
handlers[0xb7] = unary((x) => x);
handlers[0xb8] = unary((x) => x >>> 0);
handlers[0xbb] = unary((x) => x);

function call(index) {
  const { params, results, start, types } = instance.functions[index];
  const saved = { pc, locals, labels };
  const base = stack.length - params;
  locals = stack.splice(base, params);
  for (const type of types) locals.push(type === 0x7e ? 0n : 0);
  labels = [];
  pc = start;
  run();
  const value = stack[stack.length - 1];
  stack.length = base;
  if (results === 1) stack.push(value);
  ({ pc, locals, labels } = saved);
}

function run() {
  done = false;
  while (!done) handlers[bytes[pc++]]();
  done = false;
}

/** Reads a module as far as the kernels go. */
export function loadModule(source) {
  bytes = source;
  const result = { functions: [], ends: new Map(), elses: new Map(), exports: {}, globals: [] };
  instance = result;
  const signatures = [];
  const indices = [];
  pc = 8;
  while (pc < bytes.length) {
    const id = bytes[pc++];
    const size = u32();
    const end = pc + size;
    if (id === 1) {
      for (let n = u32(); n > 0; n--) {
        pc++;
        const params = u32();
        pc += params;
        const results = u32();
        pc += results;
        signatures.push({ params, results });
      }
    } else if (id === 3) {
      for (let n = u32(); n > 0; n--) indices.push(u32());
    } else if (id === 5) {
      u32();
      const flags = u32();
      const minimum = u32();
      if (flags & 1) u32();
      const log2 = flags & 8 ? u32() : 16;
      result.memory = new DataView(new ArrayBuffer(minimum * 2 ** log2));
    } else if (id === 6) {
      for (let n = u32(); n > 0; n--) {
        pc += 2;
        pc++;
        result.globals.push(s32());
        pc++;
      }
    } else if (id === 7) {
      for (let n = u32(); n > 0; n--) {
        const length = u32();
        const name = String.fromCharCode(...bytes.subarray(pc, pc + length));
        pc += length;
        pc++;
        result.exports[name] = u32();
      }
    } else if (id === 10) {
      const count = u32();
      for (let k = 0; k < count; k++) {
        const bodyEnd = u32() + pc;
        const types = [];
        for (let n = u32(); n > 0; n--) {
          const times = u32();
          const type = bytes[pc++];
          for (let i = 0; i < times; i++) types.push(type);
        }
        result.functions.push({ ...signatures[indices[k]], start: pc, types });
        findEnds(result, bodyEnd);
      }
    } else if (id === 11) {
      for (let n = u32(); n > 0; n--) {
        u32();
        pc++;
        const at = s32();
        pc++;
        const length = u32();
        new Uint8Array(result.memory.buffer).set(bytes.subarray(pc, pc + length), at);
        pc += length;
      }
    }
    pc = end;
  }
  result.bytes = bytes;
  return result;
}

/** Where each block ends, and the second parts of ifs begin. */
function findEnds(result, bodyEnd) {
  const blocks = [];
  while (pc < bodyEnd) {
    const op = bytes[pc++];
    if (op === 0x02 || op === 0x03 || op === 0x04) {
      blocks.push(pc);
      s32();
    } else if (op === 0x05) {
      result.elses.set(blocks[blocks.length - 1], pc);
    } else if (op === 0x0b) {
      if (blocks.length > 0) result.ends.set(blocks.pop(), pc);
    } else if (op === 0x41) s32();
    else if (op === 0x42) s64();
    else if (op === 0x43) pc += 4;
    else if (op === 0x44) pc += 8;
    else if (op >= 0x28 && op <= 0x3e) {
      u32();
      u32();
    } else if (op === 0xfc) u32();
    else if ((op >= 0x20 && op <= 0x24) || op === 0x0c || op === 0x0d || op === 0x10) u32();
  }
}

/** Calls an export without parameters. */
export function invoke(loaded, name) {
  instance = loaded;
  bytes = loaded.bytes;
  view = loaded.memory;
  globals = loaded.globals;
  stack = [];
  locals = [];
  labels = [];
  call(loaded.exports[name]);
  return stack.pop();
}
