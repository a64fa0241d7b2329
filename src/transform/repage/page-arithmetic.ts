import { Op } from '../../opcodes/op.js';
import { OPCODES } from '../../opcodes/table.js';
import { Callers } from '../flow/callers.js';
import type { ModuleFlow } from '../flow/module-flow.js';
import { type FlowNode, NodeKind } from '../flow/node.js';
import type { Edit } from '../rewrite/edit.js';
import { smallerGranularity } from './dlmalloc.js';
import { PageBytes } from './page-bytes.js';
import { PageConstants } from './page-constants.js';
import { CONJUNCTION, CONVERSION, DIFFERENCE, isSelect, SUM } from './operators.js';
import { PageKind, PageKinds } from './page-kind.js';
import type { PageScale } from './page-scale.js';
import { FINER_LOG2, PAGE } from './page-unit.js';

/** Why it is not known what a module does with a number of pages. */
export class NotPages extends Error {
  override readonly name = 'NotPages';
}

/**
 * Follows the numbers that `memory.size` gives and `memory.grow` takes through a module's arithmetic
 * and finds every constant that says how large a page is: shifts by 16, masks, roundings, factors,
 * and numbers of pages that are compared or added. With those changed, code that was written for
 * pages of 64 KiB is the same code for smaller ones, whichever allocator it is.
 *
 * @returns the constants' new values
 * @throws NotPages when a number of pages goes where that is not known: into memory, to the host
 */
export function pageArithmetic(flow: ModuleFlow, memory: number, scale: PageScale): Edit[] {
  return new PageArithmetic(flow, memory, scale).edits();
}

const COMPARISON = /^i(?:32|64)\.(eq|ne|[lg][te])(?:_[su])?$/;
const SHIFT_RIGHT: ReadonlySet<Op> = new Set([
  Op.i32_shr_u,
  Op.i32_shr_s,
  Op.i64_shr_u,
  Op.i64_shr_s,
]);
const DIVISION: ReadonlySet<Op> = new Set([Op.i32_div_u, Op.i32_div_s, Op.i64_div_u, Op.i64_div_s]);
const ADDITIVE: ReadonlySet<Op> = new Set([...SUM, ...DIFFERENCE]);
/** What looks whether a number is zero. */
const TESTS: ReadonlySet<Op> = new Set([Op.i32_eqz, Op.i64_eqz, Op.br_if, Op.if]);
const SHIFT_LEFT: ReadonlySet<Op> = new Set([Op.i32_shl, Op.i64_shl]);
const PRODUCT: ReadonlySet<Op> = new Set([Op.i32_mul, Op.i64_mul]);

class PageArithmetic {
  /** Numbers of pages. */
  private readonly pages = new Set<FlowNode>();
  private readonly work: FlowNode[] = [];
  private readonly constants = new PageConstants();
  private readonly callers: Callers;
  private readonly bytes: PageBytes;
  private readonly kinds: PageKinds;

  constructor(
    private readonly flow: ModuleFlow,
    private readonly memory: number,
    private readonly scale: PageScale,
  ) {
    this.callers = new Callers(flow);
    this.bytes = new PageBytes(this.callers, this.constants);
    this.kinds = new PageKinds(this.callers);
  }

  edits(): Edit[] {
    const all = this.flow.functions.flatMap((found) => found?.nodes ?? []);
    const sites = all.filter((node) => this.isSite(node));
    const known = this.flow.memorySites.filter(({ memory }) => memory === this.memory);
    if (sites.length < known.length) throw new NotPages('a function is too complex to follow');
    sites.forEach((site) => this.add(site));
    for (let node = this.work.pop(); node !== undefined; node = this.work.pop()) {
      this.origin(node);
      for (const user of new Set(node.users)) this.use(node, user);
    }
    smallerGranularity(this.flow, this.constants);
    this.refuseAlignment();
    if (!this.constants.settled) {
      throw new NotPages('a constant is a page size and something else, too');
    }
    return this.constants.edits();
  }

  /**
   * Allocators that find a page's begin from any address in it need pages where they were: they mask
   * addresses that are not known to be whole pages.
   */
  private refuseAlignment(): void {
    for (const found of this.flow.functions) {
      const nodes = found?.nodes ?? [];
      const asks = nodes.some((node) => this.isSite(node));
      for (const node of nodes) {
        const mask = node.operands[1];
        if (!CONJUNCTION.has(node.op) || mask?.constant === undefined) continue;
        if (this.constants.has(mask)) continue;
        const tests = asks && mask.constant === PAGE - 1 && node.users.some(isTest);
        if (mask.constant === -PAGE || tests) {
          throw new NotPages('addresses are rounded down to 64 KiB, or looked at for being so');
        }
      }
    }
  }

  private isSite(node: FlowNode): boolean {
    return (node.is(Op.memory_size) || node.is(Op.memory_grow)) && node.x === this.memory;
  }

  private add(node: FlowNode): void {
    if (this.pages.has(node)) return;
    this.pages.add(node);
    this.work.push(node);
  }

  /** What a number of pages was made of. */
  private origin(node: FlowNode): void {
    const [first, second] = node.operands as [FlowNode, FlowNode];
    if (node.kind === NodeKind.Phi) {
      for (const operand of node.operands) this.demand(operand, node);
    } else if (node.kind === NodeKind.Entry) this.parameter(node);
    else if (node.kind === NodeKind.Unknown)
      throw new NotPages('it is not known where it comes from');
    else if (this.isSite(node)) {
      if (node.is(Op.memory_grow)) this.demand(first, node);
    } else if (isSelect(node)) {
      this.demand(first, node);
      this.demand(second, node);
    } else if (ADDITIVE.has(node.op)) {
      this.demand(first, node);
      this.demand(second, node);
    } else if (CONVERSION.has(node.op)) this.demand(first, node);
    else if (node.is(Op.call)) this.results(node.x);
    else if (SHIFT_RIGHT.has(node.op) || DIVISION.has(node.op)) this.quotient(node, first, second);
    else if (SHIFT_LEFT.has(node.op) && second.constant! < 16) this.demand(first, node);
    else if (PRODUCT.has(node.op)) {
      this.demand(first.constant === undefined ? first : second, node);
    } else throw new NotPages(`${nameOf(node)} gives a number of pages`);
  }

  /** A number of bytes becomes one of pages; or it is a part of a number of pages. */
  private quotient(node: FlowNode, dividend: FlowNode, divisor: FlowNode): void {
    const value = divisor.constant;
    if (value === undefined) throw new NotPages(`${nameOf(node)} by what is no constant`);
    if (SHIFT_RIGHT.has(node.op)) {
      if (value < 16) return this.demand(dividend, node);
      this.change(divisor, value - FINER_LOG2, node);
    } else {
      if (value % PAGE !== 0) return this.demand(dividend, node);
      this.change(divisor, value / 2 ** FINER_LOG2, node);
    }
    this.bytes.wholeFrom(dividend);
  }

  /** What is done with a number of pages. */
  private use(node: FlowNode, user: FlowNode): void {
    const [first, second] = user.operands as [FlowNode, FlowNode];
    if (user.kind === NodeKind.Phi) this.add(user);
    else if (user.kind === NodeKind.Unknown)
      throw new NotPages('it is not known what becomes of it');
    else if (this.isSite(user) || user.is(Op.drop)) return;
    else if (TESTS.has(user.op)) this.test(node);
    else if (isSelect(user)) {
      if (first === node || second === node) this.add(user);
      else this.test(node);
    } else if (ADDITIVE.has(user.op) || CONVERSION.has(user.op)) this.add(user);
    else if (COMPARISON.test(OPCODES[user.op]?.mnemonic ?? '')) {
      this.demand(first === node ? second : first, user);
    } else if (SHIFT_LEFT.has(user.op) && second.constant !== undefined && first === node) {
      if (second.constant < 16) this.add(user);
      else {
        this.change(second, second.constant - FINER_LOG2, user);
        this.bytes.wholeTo(user);
      }
    } else if (PRODUCT.has(user.op)) this.product(user, first === node ? second : first);
    else if ((SHIFT_RIGHT.has(user.op) || DIVISION.has(user.op)) && first === node) {
      if (second.constant === undefined)
        throw new NotPages(`${nameOf(user)} by what is no constant`);
      this.add(user);
    } else if (user.is(Op.call)) this.argument(node, user);
    else if (user.is(Op.return)) this.returned(user);
    else throw new NotPages(`a number of pages goes into ${nameOf(user)}`);
  }

  /** A number of pages is looked at for being zero. */
  private test(node: FlowNode): void {
    if (this.kinds.of(node) === PageKind.Mixed)
      throw new NotPages('a difference of pages is tested');
  }

  private product(user: FlowNode, factor: FlowNode): void {
    const value = factor.constant;
    if (value === undefined) throw new NotPages('a number of pages is multiplied');
    if (value === 0 || value % PAGE !== 0) return this.add(user);
    this.change(factor, value / 2 ** FINER_LOG2, user);
    this.bytes.wholeTo(user);
  }

  /** What must be a number of pages, too, since `user` takes it for one. */
  private demand(node: FlowNode, user: FlowNode): void {
    const pages = node.constant;
    if (pages === undefined) return this.add(node);
    const kind = this.kinds.forConstant(node, user);
    const isCompared = COMPARISON.test(OPCODES[user.op]?.mnemonic ?? '');
    if (isCompared && kind === PageKind.Mixed) {
      throw new NotPages(`a number of pages is compared with ${pages}`);
    }
    // 0 is 0 of everything, and −1 is no number of pages: memory.grow answers it when it fails.
    if (pages === 0 || pages === -1) return this.change(node, pages, user);
    if (pages < 0) throw new NotPages(`${pages} is used as a number of pages`);
    if (
      ADDITIVE.has(user.op) &&
      user.operands.some((operand) => this.kinds.mayHaveFailed(operand))
    ) {
      throw new NotPages(`${pages} is added to what memory.grow answers`);
    }
    if (kind === PageKind.Mixed || (isCompared && kind === PageKind.Growth)) {
      throw new NotPages(`a number of pages is compared with ${pages}`);
    }
    const value =
      kind === PageKind.Growth
        ? this.scale.growth(pages)
        : isCompared
          ? this.bound(node, pages, user)
          : this.scale.size(pages);
    this.change(node, value, user);
  }

  /**
   * What a size is compared with: it has so many pages when it has all of the last one. So it has more
   * than n as soon as it has n + 1.
   */
  private bound(constant: FlowNode, pages: number, user: FlowNode): number {
    const [, kind] = COMPARISON.exec(OPCODES[user.op].mnemonic)!;
    if (kind === 'eq' || kind === 'ne') {
      if (pages >= this.scale.declared) throw new NotPages(`a size is compared with ${pages}`);
      return this.scale.size(pages);
    }
    const isFirst = user.operands[0] === constant;
    const isMore = isFirst ? kind === 'lt' || kind === 'ge' : kind === 'gt' || kind === 'le';
    return isMore ? this.scale.size(pages + 1) - 1 : this.scale.size(pages);
  }

  private change(constant: FlowNode, value: number, user: FlowNode): void {
    if (!this.constants.set(constant, value, user)) {
      throw new NotPages('a constant is a page size and something else, too');
    }
  }

  /** A parameter that is a number of pages: every caller gives one. */
  private parameter(entry: FlowNode): void {
    const { index } = this.callers.functionOf(entry);
    if (entry.x < 0) throw new NotPages('a global holds a number of pages');
    this.onlyCalled(index);
    for (const call of this.callers.of(index)) this.demand(call.operands[entry.x]!, call);
  }

  /** A number of pages that is given to a function. */
  private argument(node: FlowNode, call: FlowNode): void {
    const callee = this.flow.functions[call.x];
    if (callee === undefined) throw new NotPages('a number of pages is given to the host');
    call.operands.forEach((operand, k) => {
      if (operand === node) this.add(callee.entries[k]!);
    });
  }

  private returned(node: FlowNode): void {
    const { index } = this.callers.functionOf(node);
    this.results(index);
    for (const call of this.callers.of(index)) this.add(call);
  }

  /** All that a function returns are numbers of pages. */
  private results(index: number): void {
    if (this.flow.functions[index] === undefined) {
      throw new NotPages('the host gives a number of pages');
    }
    this.onlyCalled(index);
    for (const node of this.callers.returnsOf(index)) {
      if (node.operands.length !== 1)
        throw new NotPages('a number of pages is one of several results');
      this.demand(node.operands[0]!, node);
    }
  }

  private onlyCalled(index: number): void {
    const { module } = this.flow;
    if (module.declaredFunctions.has(index) || module.start === index) {
      throw new NotPages('a number of pages leaves the module');
    }
    if (this.flow.functions.slice(module.importedFunctions).includes(undefined)) {
      throw new NotPages('a function is too complex to follow');
    }
  }
}

/** Whether something asks if a number is zero. */
function isTest(node: FlowNode): boolean {
  if (TESTS.has(node.op)) return true;
  return (
    (node.is(Op.i32_eq) || node.is(Op.i32_ne)) && node.operands.some((of) => of.constant === 0)
  );
}

function nameOf(node: FlowNode): string {
  return OPCODES[node.op]?.mnemonic ?? 'an instruction of an extension';
}
