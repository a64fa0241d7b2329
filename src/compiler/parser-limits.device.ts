/** What XS's parser takes of generated code on a board. See `parser-limits.ts`. */

/**
 * XS's parser takes 35 to 45 bytes of system memory for each character, and ends the program when
 * there are none left (xs-facts).
 */
const BYTES_PER_CHARACTER = 45;

/** What a board's program usually leaves to it beside XS's own heap. */
const PARSER_BYTES = 65_536;

/** Characters of a function that the parser takes. */
export const MOST_CHARACTERS = Math.floor(PARSER_BYTES / BYTES_PER_CHARACTER);

/** A pico's parser has 8 KB of C stack and no check: 136 bytes a block, 424 a parenthesis. */
const PARSER_STACK_BYTES = 4096;
const BYTES_PER_BLOCK = 136;
const BYTES_PER_PARENTHESIS = 424;

export const parserLimits = Object.freeze({
  properTailCalls: true,
  largestMemory: 2 ** 30,
  serializes: false,
  interpreterSlots: 100,

  mostCharacters: MOST_CHARACTERS,

  holds: (): boolean => true,

  fits(text: string, nesting: number): boolean {
    if (text.length > MOST_CHARACTERS) return false;
    const stack = nesting * BYTES_PER_BLOCK + parentheses(text) * BYTES_PER_PARENTHESIS;
    return stack <= PARSER_STACK_BYTES;
  },
});

/** How deeply the parentheses of a text are nested. */
function parentheses(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x28 && ++depth > most) most = depth;
    else if (code === 0x29) depth--;
  }
  return most;
}
