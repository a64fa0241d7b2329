/**
 * A stack machine for bytecode that counts the steps of Collatz's sequences; see ../vm.c. XS compares
 * one case of a `switch` after the other: frequent ones come first.
 */

const PUSH = 0;
const LOAD = 1;
const STORE = 2;
const JUMP_IF = 3;
const ADD = 4;
const EQUAL = 5;
const AND = 6;
const JUMP = 7;
const SHIFT = 8;
const MULTIPLY = 9;
const CALL = 10;
const RETURN = 11;
const LESS = 12;
const HALT = 13;

const SUM = 0;
const N = 1;
const X = 2;
const STEPS = 3;

const LOOP = 4;
const COLLATZ = 33;
const AGAIN = 39;
const ODD = 69;
const DONE = 81;

const CODE = Object.freeze([
  ...[PUSH, 1, STORE, N],
  // LOOP
  ...[LOAD, N, CALL, COLLATZ, LOAD, SUM, PUSH, 31, MULTIPLY, ADD, STORE, SUM],
  ...[LOAD, N, PUSH, 1, ADD, STORE, N, LOAD, N, PUSH, 20, LESS, JUMP_IF, LOOP],
  ...[LOAD, SUM, HALT],
  // COLLATZ
  ...[STORE, X, PUSH, 0, STORE, STEPS],
  // AGAIN
  ...[LOAD, X, PUSH, 1, EQUAL, JUMP_IF, DONE],
  ...[LOAD, STEPS, PUSH, 1, ADD, STORE, STEPS],
  ...[LOAD, X, PUSH, 1, AND, JUMP_IF, ODD],
  ...[LOAD, X, PUSH, 1, SHIFT, STORE, X, JUMP, AGAIN],
  // ODD
  ...[LOAD, X, PUSH, 3, MULTIPLY, PUSH, 1, ADD, STORE, X, JUMP, AGAIN],
  // DONE
  ...[LOAD, STEPS, RETURN],
]);

const { imul } = Math;

export function run() {
  const stack = [];
  const calls = [];
  const variables = [0, 0, 0, 0];
  let pc = 0;
  let sp = 0;
  for (;;)
    switch (CODE[pc++]) {
      case PUSH:
        stack[sp++] = CODE[pc++];
        break;
      case LOAD:
        stack[sp++] = variables[CODE[pc++]];
        break;
      case STORE:
        variables[CODE[pc++]] = stack[--sp];
        break;
      case JUMP_IF:
        pc = stack[--sp] ? CODE[pc] : pc + 1;
        break;
      case ADD:
        sp--;
        stack[sp - 1] = (stack[sp - 1] + stack[sp]) | 0;
        break;
      case EQUAL:
        sp--;
        stack[sp - 1] = stack[sp - 1] === stack[sp] ? 1 : 0;
        break;
      case AND:
        sp--;
        stack[sp - 1] &= stack[sp];
        break;
      case JUMP:
        pc = CODE[pc];
        break;
      case SHIFT:
        sp--;
        stack[sp - 1] = (stack[sp - 1] >>> stack[sp]) | 0;
        break;
      case MULTIPLY:
        sp--;
        stack[sp - 1] = imul(stack[sp - 1], stack[sp]);
        break;
      case CALL:
        calls.push(pc + 1);
        pc = CODE[pc];
        break;
      case RETURN:
        pc = calls.pop();
        break;
      case LESS:
        sp--;
        stack[sp - 1] = stack[sp - 1] >>> 0 < stack[sp] >>> 0 ? 1 : 0;
        break;
      case HALT:
        return stack[--sp];
    }
}
