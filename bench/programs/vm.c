/*
 * vm: a stack machine for bytecode, which runs a program: the steps that Collatz's sequences of 1 to
 * 19 take to reach 1, by a subroutine. Checksum: the steps of all numbers, each time mixed as
 * sum * 31 + steps.
 */
#include "../kernels/kernel.h"

/* Frequent ones first. */
enum { PUSH, LOAD, STORE, JUMP_IF, ADD, EQUAL, AND, JUMP, SHIFT, MULTIPLY, CALL, RETURN, LESS, HALT };
enum { SUM, N, X, STEPS };
enum { LOOP = 4, COLLATZ = 33, AGAIN = 39, ODD = 69, DONE = 81 };

static const u8 code[] = {
	PUSH, 1, STORE, N,
	/* LOOP */
	LOAD, N, CALL, COLLATZ, LOAD, SUM, PUSH, 31, MULTIPLY, ADD, STORE, SUM,
	LOAD, N, PUSH, 1, ADD, STORE, N, LOAD, N, PUSH, 20, LESS, JUMP_IF, LOOP,
	LOAD, SUM, HALT,
	/* COLLATZ */
	STORE, X, PUSH, 0, STORE, STEPS,
	/* AGAIN */
	LOAD, X, PUSH, 1, EQUAL, JUMP_IF, DONE,
	LOAD, STEPS, PUSH, 1, ADD, STORE, STEPS,
	LOAD, X, PUSH, 1, AND, JUMP_IF, ODD,
	LOAD, X, PUSH, 1, SHIFT, STORE, X, JUMP, AGAIN,
	/* ODD */
	LOAD, X, PUSH, 3, MULTIPLY, PUSH, 1, ADD, STORE, X, JUMP, AGAIN,
	/* DONE */
	LOAD, STEPS, RETURN,
};

static u32 stack[8];
static u32 variables[4];
static u32 calls[4];

KERNEL {
	u32 pc = 0, sp = 0, depth = 0, x;
	variables[SUM] = 0;
	for (;;)
		switch (code[pc++]) {
		case PUSH:
			stack[sp++] = code[pc++];
			break;
		case LOAD:
			stack[sp++] = variables[code[pc++]];
			break;
		case STORE:
			variables[code[pc++]] = stack[--sp];
			break;
		case JUMP_IF:
			pc = stack[--sp] ? code[pc] : pc + 1;
			break;
		case ADD:
			x = stack[--sp];
			stack[sp - 1] += x;
			break;
		case EQUAL:
			x = stack[--sp];
			stack[sp - 1] = stack[sp - 1] == x;
			break;
		case AND:
			x = stack[--sp];
			stack[sp - 1] &= x;
			break;
		case JUMP:
			pc = code[pc];
			break;
		case SHIFT:
			x = stack[--sp];
			stack[sp - 1] >>= x;
			break;
		case MULTIPLY:
			x = stack[--sp];
			stack[sp - 1] *= x;
			break;
		case CALL:
			calls[depth++] = pc + 1;
			pc = code[pc];
			break;
		case RETURN:
			pc = calls[--depth];
			break;
		case LESS:
			x = stack[--sp];
			stack[sp - 1] = stack[sp - 1] < x;
			break;
		case HALT:
			return stack[--sp];
		}
}
