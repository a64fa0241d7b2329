/**
 * What extensions put into the layers that stand below them, when a program imports them. One object
 * for all layers, because on XS a variable and a function to set it weigh 100 bytes of flash each, and
 * nothing but types is imported here.
 */
import type { Import } from './binary/decoded-module.js';
import type { Reader } from './binary/reader.js';
import type { callFunction, hostFunction } from './embedding/webassembly/exported-function.js';
import type { GetState, State } from './embedding/webassembly/state.js';
import type { Accesses } from './interpreter/accesses.js';
import type { TryHost, TryTables } from './interpreter/try-hook.js';
import type { ConstantValue } from './runtime/constant-expression.js';
import type { FrameCall } from './runtime/handlers.js';
import type { Extern, Instance } from './runtime/instance.js';
import type { ModuleCode } from './runtime/module.js';
import type { Unwind } from './runtime/recover.js';
import type { Tag } from './runtime/tag.js';
import type { FunctionType } from './types/function-type.js';
import type { ValueType } from './types/value-type.js';
import type { ConstantExpressionValidator } from './validation/constant-expression.js';
import type { FunctionValidator } from './validation/function-validator.js';
import type { ruleOf } from './validation/rules.js';

export interface Hooks {
  /* Types. */

  /** Of two different types, whether each value of the first is one of the second. */
  isSubtype(found: ValueType, expected: ValueType): boolean;
  /** Of two types that are not equal. */
  isFunctionSubtype(found: FunctionType, expected: FunctionType): boolean;
  /** The type of references to functions of a type, null not among them. */
  referenceTo(type: FunctionType): ValueType;
  /** In the text format. */
  nameOf(type: ValueType): string;

  /* Decoding. */

  /** Reads a type, or a group of them, and adds what it reads to the types. */
  readGroup(reader: Reader, types: FunctionType[]): void;
  /** What follows the codes of `(ref t)` and `(ref null t)`. */
  readHeapType(reader: Reader, isNullable: boolean): ValueType;
  /** What `ref.null` is of: a heap type. */
  readNullType(reader: Reader): ValueType;
  /** The type of a tag: what exceptions with the tag hold are its parameters. */
  readTagType(reader: Reader, types: readonly FunctionType[]): FunctionType;
  /** The contents of the section, which are added to the tags. */
  readTags(reader: Reader, types: readonly FunctionType[], tags: FunctionType[]): void;

  /* Validation. */

  /** As `ruleOf`, in modules with 64-bit addresses. */
  ruleOf64: typeof ruleOf;
  /**
   * A local without a first value is read or set.
   * @throws CompileError when it is read and may not have been set
   */
  useLocal(validator: FunctionValidator, index: number, isSet: boolean): void;
  /** Checks an instruction on structures, arrays or i31 in a constant expression; its code is next. */
  checkConstant(validator: ConstantExpressionValidator, reader: Reader, offset: number): void;

  /* Running. */

  /** Evaluates an instruction that `checkConstant` has checked. */
  construct(reader: Reader, instance: Instance, stack: ConstantValue[]): void;
  /** Evaluates an item of a segment, whose value is the same one each time. */
  evaluateItem(reader: Reader, instance: Instance): unknown;
  /** Whether a value that is not null is of a type that only extensions know. */
  isOf(value: unknown, type: ValueType): boolean;
  /** What references are inside of guests and outside, where that is not the same. */
  fromHost(value: unknown): unknown;
  toHost(value: unknown): unknown;
  /** @throws LinkError unless what is given for an import fits */
  checkTag(declared: Import, given: unknown): void;
  /** Gives an instance the tags that its module imports, and those that it defines. */
  defineTags(instance: Instance, imported: Tag[]): void;
  callInFrame: FrameCall;
  /** The kinds of a handler's operands and results, as `FrameCall` takes them. */
  signatureOf(type: FunctionType): number;
  unwind: Unwind;
  /** As `FunctionVisitor.narrow`, for the interpreter. */
  narrow(accesses: Accesses, depth: number): void;
  tryTables(host: TryHost): TryTables;

  /* The JavaScript API. */

  /** Adds interfaces to a namespace. @param prototypes see `State.prototypes` */
  extendNamespace(namespace: object, prototypes: object[], state: GetState): void;
  /** As `new Instance(state.store, …)`. */
  makeInstance(state: State, module: ModuleCode, externs: readonly Extern[]): Instance;
  /** In place of `callFunction`. */
  callExported: typeof callFunction;
  /** In place of `hostFunction`. */
  makeHostFunction: typeof hostFunction;
  /** As `addressValueToNumber`, of 64 bits. */
  addressOf(value: unknown, what: string): number;
}

export const hooks: Partial<Hooks> = {};
