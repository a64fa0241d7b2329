/** `embedded:io/digital` of ECMA-419, for outputs: prints what a pin becomes. Inputs read 0. */
export default class Digital {
  static Input = 0;
  static InputPullUp = 1;
  static InputPullDown = 2;
  static InputPullUpDown = 3;
  static Output = 8;
  static OutputOpenDrain = 9;
  static Rising = 1;
  static Falling = 2;

  #pin;
  #level;

  constructor({ pin, mode, initialValue }) {
    if (pin === undefined || mode === undefined) throw new Error('invalid');
    this.#pin = pin;
    this.#level = 0;
    if (mode >= Digital.Output) {
      this.#level = undefined;
      this.write(initialValue ?? 0);
    }
  }
  read() {
    return this.#level;
  }
  write(value) {
    const level = value ? 1 : 0;
    if (level === this.#level) return;
    this.#level = level;
    trace(`pin ${this.#pin} = ${level}\n`);
  }
  close() {
    this.#pin = undefined;
  }
}
