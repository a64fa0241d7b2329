import { type MemoryUsage, USAGE_KINDS } from '../../budget/memory-usage.js';
import type { BudgetReport, ModuleReport, UsageReport } from '../report.js';
import { embedded, escaped, pageHead } from '../../page/markup.js';
import { runPage } from './script.js';
import { STYLE } from './style.js';

const KIND_TITLES: Readonly<Record<keyof MemoryUsage, string>> = {
  linearMemory: 'linear memory',
  tables: 'tables',
  globals: 'globals',
  valueStack: 'value stack',
  code: 'code',
  metadata: 'metadata',
  engineObjects: 'engine objects',
};

const LEGEND: readonly (readonly [kind: string, title: string])[] = [
  ['firmware', 'firmware and system'],
  ['stack', 'XS’s stack'],
  ['program', 'a small program'],
  ['runtime', 'runtime'],
  ['module', 'modules'],
  ['instance', 'instances, each by itself'],
  ['reserve', 'kept free'],
  ['free', 'free'],
  ['over', 'what the chip has not'],
];

/** The report as a page: one file, which needs nothing else. */
export function pageText(report: BudgetReport): string {
  const { board, instances, modules, total, reserve } = report;
  const names = modules.map(({ name }) => name).join(', ');
  // A fifth more than fit, so that one sees what it is like when they do not.
  const most = Math.max(10, instances, Math.ceil(total.rounds * 1.2));
  const each = modules.length === 1 ? '' : ' of each';
  return `${pageHead(`${names} on ${board.name} – wasmote budget`, STYLE)}
<body>
<header>
<h1>${escaped(names)} on ${escaped(board.title)}</h1>
<p class="dim">${number(board.sramBytes)} bytes of SRAM, ${number(board.heapBytes)} of them XS’s; a row of the map is 16 KiB.</p>
</header>
<main>
<noscript><p>The map needs JavaScript; the tables do not.</p></noscript>
<div class="what-if">
<label for="slider">Instances${each}</label>
<input id="slider" type="range" min="0" max="${most}" value="${instances}">
<input id="count" type="number" min="0" max="${most}" value="${instances}" aria-label="Number of instances${each}">
</div>
<p><span id="verdict" role="status"></span> <span class="dim">Used: <span id="used">${number(total.usedBytes)}</span> bytes; free: <span id="free">${number(total.freeBytes)}</span>.</span></p>
<svg id="map" role="img" aria-label="The chip’s memory, to scale"></svg>
<ul id="legend">
${LEGEND.map(([kind, title]) => `<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${kind}" width="1" height="1"/></svg>${title}</li>`).join('\n')}
</ul>
<p>${number(total.rounds)}${each} fit, with ${number(reserve.bytes)} bytes kept free.</p>
<h2>What each module costs, in bytes</h2>
${table(['module', 'form', 'flash', 'RAM, once', 'an instance', 'at most', 'XS stack, slots', 'fit alone'], modules.map(moduleRow))}
<h2>RAM by kind, in bytes</h2>
${table(
  ['', ...USAGE_KINDS.map((kind) => KIND_TITLES[kind]), 'all'],
  [
    kindsRow('engine, store, linker', report.runtime),
    ...modules.flatMap(({ name, shared, instance }) => [
      kindsRow(`${name}, once`, shared),
      kindsRow(`${name}, each instance`, instance),
    ]),
  ],
)}
<p class="dim">A small program takes ${number(report.program.bytes)} with ${number(instances)} instances${each}. Flash in all: ${number(total.flashBytes)}, the library’s included.</p>
</main>
<script type="application/json" id="data">${embedded(report)}</script>
<script>(${runPage.toString()})();</script>
</body>
</html>
`;
}

function moduleRow(module: ModuleReport): string[] {
  const { name, form, flashBytes, flashExact, shared, instance, instanceMaximum, stack, fits } =
    module;
  return [
    name,
    form,
    `${flashExact ? '' : 'about '}${number(flashBytes)}`,
    number(shared.bytes),
    number(instance.bytes),
    instanceMaximum === null ? 'no maximum' : number(instanceMaximum.bytes),
    stack.xsSlots === null ? 'unbounded recursion' : number(stack.xsSlots),
    number(fits),
  ];
}

function kindsRow(name: string, { usage, bytes }: UsageReport): string[] {
  return [name, ...USAGE_KINDS.map((kind) => number(usage[kind])), number(bytes)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  return `<div class="scroll" tabindex="0"><table>
<thead><tr>${cells('th', head)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}
</tbody>
</table></div>`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
