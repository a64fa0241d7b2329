import { Config, Module, Engine as Wasmote } from '../../src/index.js';
import type { Engine, TrapKind } from './engine.js';
import { knownToNode, nodeEngine } from './node-engine.js';
import { play } from './play.js';
import type { Strictness } from './transcript.js';
import { makeAhead } from './ahead.js';
import { playRepaged, repagedCut, repagedWhole } from './repaged.js';
import { wasmoteEngine, type MakeModule } from './wasmote-engine.js';
import { playOnXs, REFUSED, type Work, type XsEngine } from './xs-batch.js';

/**
 * `plain`: without fuel, so only calls that are known to end. `roomy`: the same, with more stack than
 * the reference has, so that it can never be the rival's that ends first. `tight`: with fuel, of which
 * some calls have too little, and sometimes little stack.
 */
export type Mode = 'plain' | 'roomy' | 'tight';

/** What the reference, wasmote's interpreter on Node counting fuel, is compared with. */
export interface Rival {
  readonly name: string;
  /** Modes that it is played in: each module in all, or in one of them where that takes long. */
  readonly modes: readonly Mode[];
  /** Whether the engine can be expected to tell of a module what the reference tells. */
  takes(bytes: Uint8Array): boolean;
  /** Works that are played at once. */
  readonly batch: number;
  play(works: readonly Work[]): Promise<string[][]>;
  /** Before these traps of the reference a plan ends; in `tight` mode those of fuel are compared. */
  readonly stops: readonly TrapKind[];
  readonly strictness: Omit<Strictness, 'fuel'>;
  /** Whether it is much like another, so that in a brief run a module need not be played by both. */
  readonly takesTurns: boolean;
  /** Whether all its stack may not be enough for a module, even in `roomy` mode. */
  mayOverflow?(bytes: Uint8Array): boolean;
  /** Whether it is played only when it is asked for by name. */
  readonly onlyByName?: boolean;
}

/** Where no fuel is counted, and growth beyond our limits is no trap. */
const ENDS: readonly TrapKind[] = ['fuel', 'exhausted', 'limited'];

const always = () => true;
const inProcess = (engine: Engine): Rival['play'] => {
  return async (works) => works.map(({ bytes, plan }) => play(engine, bytes, plan));
};

const node: Rival = {
  name: 'node',
  modes: ['plain'],
  takes: (bytes) => (isValid(bytes) ? knownToNode(bytes) : !isUnsupported(bytes)),
  batch: 1,
  play: inProcess(nodeEngine),
  stops: ENDS,
  strictness: { exact: false, mayEnd: ['exhausted'] },
  takesTurns: false,
};

/** The interpreter without fuel: its code has no instructions that count. */
const plain: Rival = {
  name: 'plain',
  modes: ['plain'],
  takes: always,
  batch: 1,
  play: inProcess(wasmoteEngine()),
  stops: ['fuel'],
  strictness: { exact: true, mayEnd: [] },
  takesTurns: true,
};

const throughImage: MakeModule = (engine, bytes) =>
  Module.deserialize(engine, new Module(engine, bytes).serialize());

/** Modules that are loaded from what `Module.serialize` made of them. */
const image: Rival = {
  ...plain,
  name: 'image',
  modes: ['tight'],
  play: inProcess(wasmoteEngine('interpreter', throughImage)),
};

/** Its stack is another, and ends elsewhere. */
const compiler: Rival = {
  name: 'compiler',
  modes: ['roomy', 'tight'],
  takes: always,
  batch: 1,
  play: inProcess(wasmoteEngine('compiler')),
  stops: ['fuel', 'exhausted'],
  strictness: { exact: true, mayEnd: ['exhausted'] },
  takesTurns: false,
};

/** Begins with the interpreter, and compiles what is called often. */
const auto: Rival = {
  ...compiler,
  name: 'auto',
  takesTurns: true,
  modes: ['tight'],
  play: inProcess(wasmoteEngine('auto')),
};

/** Compiled before they run, as `wasmote compile` does; Node makes tail calls like others. */
const ahead: Rival = {
  ...compiler,
  name: 'ahead',
  takesTurns: true,
  mayOverflow: (bytes) => !Module.validate(WITHOUT_TAIL_CALLS, bytes),
  play: async (works) =>
    works.map(({ bytes, plan }) => {
      const told = play(wasmoteEngine('interpreter', makeAhead), bytes, plan);
      return told[0] === 'invalid' && isValid(bytes) ? [REFUSED] : told;
    }),
};

const WITHOUT_TAIL_CALLS = new Wasmote(new Config().wasmTailCall(false));

/** Modules after `wasmote repage`, their memories with all their bytes. Where a function is called more, the stack ends sooner. */
const repaged = (strategy: 'interpreter' | 'compiler'): Rival => ({
  name: strategy === 'compiler' ? 'repaged-compiler' : 'repaged',
  modes: ['plain'],
  takes: (bytes) => repagedWhole(bytes) !== undefined,
  batch: 1,
  play: playRepaged(strategy, repagedWhole),
  stops: ENDS,
  strictness: { exact: true, mayEnd: ['exhausted'] },
  takesTurns: false,
  onlyByName: true,
});

/** The same with smaller memories: what lies beyond traps, and after that nothing is alike. */
const cut: Rival = {
  ...repaged('interpreter'),
  name: 'repaged-cut',
  takes: (bytes) => repagedCut(bytes) !== undefined,
  play: playRepaged('interpreter', repagedCut),
  strictness: { exact: true, mayEnd: ['exhausted', 'memory'] },
};

/** In batches on XS, a module in one mode. */
const onXs = (rival: Rival, engine: XsEngine): Rival => ({
  ...rival,
  name: `xs-${engine}`,
  modes: ['plain', 'tight'],
  batch: 60,
  takesTurns: true,
  play: (works) => playOnXs(engine, works),
});

/** All that there are; those on XS come last. */
export const RIVALS: readonly Rival[] = [
  node,
  plain,
  image,
  compiler,
  auto,
  ahead,
  repaged('interpreter'),
  repaged('compiler'),
  cut,
  onXs(plain, 'interpreter'),
  onXs(compiler, 'compiler'),
  onXs(compiler, 'ahead'),
];

function isValid(bytes: Uint8Array): boolean {
  return Module.validate(new Wasmote(), bytes);
}

/** Whether a module is invalid for us because of a maximum, or of what a proposal adds that we lack. */
function isUnsupported(bytes: Uint8Array): boolean {
  try {
    new Module(new Wasmote(), bytes);
    return false;
  } catch (error) {
    const { message } = error as Error;
    return /not supported|illegal opcode|limits flags|too many|too large/.test(message);
  }
}
