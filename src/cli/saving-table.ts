import Table from 'cli-table3';
import { listBoards, loadBoard } from '../boards/index.js';
import type { Guest } from '../prediction/guest.js';
import { DEFAULT_RESERVE_BYTES, predict } from '../prediction/predict.js';
import type { ModuleReport } from '../prediction/report.js';
import { bytes } from './values/format-bytes.js';

/** What a board has of a module before and after it was changed, in bytes. */
export function savingTable(before: Guest, after: Guest): string {
  const head = ['board', 'flash', 'RAM, once', 'RAM, each instance', 'instances that fit'];
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [] },
  });
  for (const name of listBoards()) {
    const [from, to] = [reportOf(name, before), reportOf(name, after)];
    const change = (of: (report: ModuleReport) => number): string => changeText(of(from), of(to));
    table.push([
      name,
      change(({ flashBytes }) => flashBytes),
      change(({ shared }) => shared.bytes),
      change(({ instance }) => instance.bytes),
      change(({ fits }) => fits),
    ]);
  }
  return table.toString();
}

function reportOf(board: string, guest: Guest): ModuleReport {
  const options = { fuel: false, instances: 1, reserveBytes: DEFAULT_RESERVE_BYTES };
  return predict(loadBoard(board), [guest], options).modules[0]!;
}

function changeText(from: number, to: number): string {
  return from === to ? bytes(from) : `${bytes(from)} → ${bytes(to)}`;
}

/** By how much something is smaller: `33 % less`, `no less`. */
export function lessText(from: number, to: number): string {
  const part = Math.round((100 * (from - to)) / from);
  return part <= 0 ? 'no less' : `${part} % less`;
}
