/**
 * Instructions of the register code by name, and what each does.
 *
 * A body is the text of JavaScript statements, because the loop that executes instructions is
 * generated: XS has no jump table behind `switch`, so `generate.ts` puts the bodies behind a tree of
 * comparisons in which the frequent ones stand near the root. Calling a function for each would be as
 * quick, but take 49 KB more flash, and the loop's state out of its locals (docs/rationale.md).
 *
 * An instruction is a word of 32 bits: the operation in bits 0–7, then three fields of 8 bits, a, b
 * and c. A field names a slot of the frame; a slot is 8 bytes, two cells. In a body stand for
 *
 * - `{a}` `{b}` `{c}` the index of the slot's low cell, in `R` (int32) and `F` (float32);
 * - `{A}` `{B}` `{C}` the slot's index in `D` (float64);
 * - `{s8}` field c as a signed number, `{u8}` as an unsigned one, `{b8}` field b as a signed one;
 *   `{u8x2}` and so on field c times two and so on;
 * - `{s16}` fields b and c as one signed number, `{u16}` as an unsigned one; `{s24}` all three;
 * - `{next}` the word after the instruction, which it steps over.
 *
 * Free for use are `i j k x y z t` (numbers); `code pc fp fh view instance` are the loop's state.
 */
export type Instructions = Readonly<Record<string, string>>;
