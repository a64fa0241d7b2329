import {
  hostAnswer,
  resultsOf,
  valueText,
  type Argument,
  type Engine,
  type Outcome,
  type Session,
  type Signature,
  type TrapKind,
} from './engine.js';
import { Config, Engine as Wasmote, Module } from '../../src/index.js';
import { importTypes, type ImportType } from './import-types.js';

/** V8's messages; the first that matches counts. */
const MESSAGES: readonly (readonly [RegExp, TrapKind])[] = [
  [/unreachable/, 'unreachable'],
  [/memory access out of bounds|data segment/, 'memory'],
  [/table index is out of bounds|table access out of bounds|element segment/, 'table'],
  [/table.*out of bounds|out of bounds.*table/i, 'table'],
  [/null function|signature mismatch|dereferencing a null/, 'signature'],
  [/divide|remainder|unrepresentable/, 'number'],
  [/call stack/, 'exhausted'],
];

function outcomeOf(error: unknown): Outcome {
  const { message } = error as Error;
  // A TypeError is that of an import that is no object: ours took the module for invalid.
  if (error instanceof WebAssembly.LinkError || error instanceof TypeError) {
    return { kind: 'trap', trap: 'link', message };
  }
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    const kind = MESSAGES.find(([pattern]) => pattern.test(message));
    if (kind !== undefined) return { kind: 'trap', trap: kind[1], message };
  }
  throw error;
}

class NodeSession implements Session {
  failure: Outcome | undefined;
  readonly log: string[] = [];
  private instance!: WebAssembly.Instance;

  constructor(
    module: WebAssembly.Module,
    private readonly types: readonly ImportType[],
  ) {
    try {
      this.instance = new WebAssembly.Instance(module, this.imports());
    } catch (error) {
      this.failure = outcomeOf(error);
    }
  }

  private imports(): WebAssembly.Imports {
    const imports: WebAssembly.Imports = {};
    for (const type of this.types) {
      (imports[type.module] ??= {})[type.name] = this.importValue(type);
    }
    return imports;
  }

  private importValue(type: ImportType): WebAssembly.ImportValue {
    switch (type.kind) {
      case 'function': {
        const { name, params, results } = type;
        return (...args: unknown[]) => {
          const texts = params.map((param, i) => valueText(param, args[i]));
          this.log.push(`${name}(${texts.join()})`);
          const answers = results.map((result) => hostAnswer(result, texts));
          return answers.length > 1 ? answers : answers[0];
        };
      }
      case 'memory':
        return new WebAssembly.Memory(type.descriptor);
      case 'table':
        return new WebAssembly.Table(type.descriptor, null);
      case 'global':
        return new WebAssembly.Global(
          type.descriptor,
          hostAnswer(type.content, [type.name]) as never,
        );
    }
  }

  call({ name, results }: Signature, args: readonly Argument[]): Outcome {
    try {
      const func = this.instance.exports[name] as (...args: readonly Argument[]) => unknown;
      return resultsOf(results, func(...args));
    } catch (error) {
      return outcomeOf(error);
    }
  }

  memory(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const [name, value] of Object.entries(this.instance.exports)) {
      if (value instanceof WebAssembly.Memory) found.set(name, new Uint8Array(value.buffer));
    }
    return found;
  }

  variables(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [name, value] of Object.entries(this.instance.exports)) {
      if (value instanceof WebAssembly.Global) found.set(name, anyText(value.value));
      else if (value instanceof WebAssembly.Table) {
        const elements = Array.from({ length: value.length }, (_, i) => anyText(value.get(i)));
        found.set(name, elements.join());
      }
    }
    return found;
  }
}

/** The text of a value whose type JavaScript does not tell: it follows from the value. */
function anyText(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return valueText('f64', value);
    case 'bigint':
      return valueText('i64', value);
    case 'function':
      return valueText('funcref', value);
    default:
      return valueText('externref', value);
  }
}

/** Ours without what Node 20's WebAssembly has not. */
const LIKE_NODE = new Wasmote(
  new Config().wasmMultiMemory(false).wasmExtendedConst(false).wasmCustomPageSizes(false),
);

export const nodeEngine: Engine = {
  name: 'node',
  load(bytes) {
    let module: WebAssembly.Module;
    try {
      module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    } catch {
      return undefined;
    }
    return new NodeSession(module, importTypes(bytes));
  },
  lacks: (bytes) => !Module.validate(LIKE_NODE, bytes),
};
