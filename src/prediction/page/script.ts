import type { BudgetReport } from '../report.js';

/** What runs in the page. It stands there as text: nothing from outside may be used in it. */
export function runPage(): void {
  const byId = (id: string): HTMLElement => document.getElementById(id)!;
  const report = JSON.parse(byId('data').textContent) as BudgetReport;
  const { board, modules, program, runtime, reserve, total } = report;
  const ROW_BYTES = 16_384;
  const ROW_HEIGHT = 22;
  const WIDTH = 1024;
  const ELEMENT_BYTES = 16;
  const SVG = 'http://www.w3.org/2000/svg';

  interface Part {
    readonly kind: string;
    readonly label: string;
    readonly bytes: number;
  }

  const text = (bytes: number): string => bytes.toLocaleString('en-US');
  const perRound = modules.reduce((sum, { instance }) => sum + instance.bytes + ELEMENT_BYTES, 0);
  const usedBy = (count: number): number => total.usedBytes + (count - report.instances) * perRound;
  const stackBytes = board.stackSlots * 16;

  /** All of the chip's memory, from the firmware to what is free. */
  function partsOf(count: number): Part[] {
    const parts: Part[] = [
      {
        kind: 'firmware',
        label: 'firmware, and what the system has',
        bytes: board.sramBytes - board.heapBytes,
      },
      { kind: 'stack', label: "XS's stack", bytes: stackBytes },
      {
        kind: 'program',
        label: 'a small program',
        bytes: program.bytes + (count - report.instances) * ELEMENT_BYTES * modules.length,
      },
      { kind: 'runtime', label: 'engine, store and linker', bytes: runtime.bytes },
    ];
    for (const { name, shared } of modules) {
      if (shared.bytes > 0)
        parts.push({ kind: 'module', label: `module ${name}`, bytes: shared.bytes });
    }
    for (let i = 0; i < count; i++) {
      for (const { name, instance } of modules) {
        const kind = i % 2 === 0 ? 'instance' : 'instance even';
        parts.push({ kind, label: `instance ${i + 1} of ${name}`, bytes: instance.bytes });
      }
    }
    const free = board.heapBytes - stackBytes - usedBy(count);
    const kept = Math.min(reserve.bytes, Math.max(0, free));
    if (kept > 0) parts.push({ kind: 'reserve', label: 'kept free', bytes: kept });
    if (free > kept) parts.push({ kind: 'free', label: 'free', bytes: free - kept });
    return parts;
  }

  function drawn(parts: readonly Part[]): void {
    const map = byId('map');
    const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const rows = Math.ceil(Math.max(all, board.sramBytes) / ROW_BYTES);
    map.setAttribute('viewBox', `0 0 ${WIDTH} ${rows * ROW_HEIGHT}`);
    map.replaceChildren();
    let at = 0;
    for (const { kind, label, bytes } of parts) {
      const group = document.createElementNS(SVG, 'g');
      group.setAttribute('class', at + bytes > board.sramBytes ? 'over' : kind);
      group.setAttribute('data-bytes', String(bytes));
      const title = document.createElementNS(SVG, 'title');
      title.textContent = `${label}: ${text(bytes)} bytes`;
      group.append(title);
      for (let end = at + bytes; at < end;) {
        const row = Math.floor(at / ROW_BYTES);
        const stop = Math.min(end, (row + 1) * ROW_BYTES);
        const rect = document.createElementNS(SVG, 'rect');
        const x = ((at - row * ROW_BYTES) / ROW_BYTES) * WIDTH;
        rect.setAttribute('x', x.toFixed(3));
        rect.setAttribute('y', String(row * ROW_HEIGHT + 1));
        rect.setAttribute('width', (((stop - at) / ROW_BYTES) * WIDTH).toFixed(3));
        rect.setAttribute('height', String(ROW_HEIGHT - 2));
        group.append(rect);
        at = stop;
      }
      map.append(group);
    }
  }

  function shown(count: number): void {
    const free = board.heapBytes - stackBytes - usedBy(count);
    const fits = count <= total.rounds;
    drawn(partsOf(count));
    byId('used').textContent = text(usedBy(count));
    byId('free').textContent = free < 0 ? `${text(-free)} are missing` : text(free);
    const verdict = byId('verdict');
    verdict.className = fits ? 'good' : 'bad';
    verdict.textContent = fits ? 'They fit.' : `They do not fit: ${text(total.rounds)} do.`;
  }

  const slider = byId('slider') as HTMLInputElement;
  const number = byId('count') as HTMLInputElement;
  const most = Number(slider.max);
  const take = (from: HTMLInputElement, to: HTMLInputElement): void => {
    const count = Math.min(most, Math.max(0, Math.floor(Number(from.value)) || 0));
    to.value = String(count);
    shown(count);
  };
  slider.addEventListener('input', () => take(slider, number));
  number.addEventListener('input', () => take(number, slider));
  take(slider, number);
}
