/** `embedded:io/analog` of ECMA-419: each reading a little higher, from two fifths to three fifths, and again. */
export default class Analog {
  #readings = 0;

  constructor({ pin }) {
    if (pin === undefined) throw new Error('invalid');
  }
  get resolution() {
    return 12;
  }
  read() {
    return 1638 + ((this.#readings++ * 37) % 820);
  }
  close() {}
}
