/** The character that stands for the first word; those after it for the next, but for the backslash. */
const FIRST = 0x28; // (
const BACKSLASH = 0x5c;

/** Of a list in which few words occur, often: the words, and a text with a character for each item. */
export function pack(list: readonly number[]): { text: string; words: number[] } {
  const words = [...new Set(list)];
  const codes = list.map((word) => FIRST + words.indexOf(word));
  const text = String.fromCharCode(...codes.map((code) => (code < BACKSLASH ? code : code + 1)));
  return { text, words };
}

/** The list again: as a literal, XS's bytecode would have eleven bytes for each item. */
export function unpack(text: string, words: readonly number[]): readonly number[] {
  const list: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    list.push(words[(code < BACKSLASH ? code : code - 1) - FIRST]!);
  }
  return Object.freeze(list);
}
