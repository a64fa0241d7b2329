/** The commands of a script, as wabt's `wast2json` and `wasm-tools json-from-wast` write them. */

/** A number is the decimal string of its bits; `either` holds alternatives. */
export interface JsonValue {
  readonly type: string;
  readonly value?: string;
  readonly values?: readonly JsonValue[];
}

export interface Action {
  readonly type: 'invoke' | 'get';
  /** The instance's name; absent for the latest. */
  readonly module?: string;
  readonly field: string;
  readonly args?: readonly JsonValue[];
}

export interface Command {
  readonly type: string;
  readonly line: number;
  readonly filename?: string;
  readonly name?: string;
  /** Of `register`. */
  readonly as?: string;
  /** Of `module_instance`: the definition, and the instance's name. */
  readonly module?: string;
  readonly instance?: string;
  readonly action?: Action;
  readonly expected?: readonly JsonValue[];
  /** What the message must say. */
  readonly text?: string;
  readonly module_type?: 'binary' | 'text';
}

export interface Script {
  readonly commands: readonly Command[];
}
