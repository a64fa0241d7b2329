import type { PageData } from './data.js';
import { embedded, escaped, pageHead } from '../../page/markup.js';
import { runPage } from './script.js';
import { STYLE } from './style.js';

/** The page: one file, which needs nothing else. */
export function pageText(data: PageData): string {
  const size = data.size.toLocaleString('en-US');
  const count = data.functions.length.toLocaleString('en-US');
  const orders = ['Size in WebAssembly', 'Size of register code', 'Size of JavaScript'];
  const options = orders.slice(0, data.columns.length);
  return `${pageHead(`${data.file} – wasmote explore`, STYLE)}
<body>
<header>
<h1>${escaped(data.file)}</h1>
<p>${size} bytes, ${count} functions shown</p>
${data.notes.map((note) => `<p id="notes" role="note">${escaped(note)}</p>`).join('\n')}
<noscript><p>This page needs JavaScript; "wasmote explore --text" prints the same as text.</p></noscript>
</header>
<nav aria-label="Functions">
<div class="tools">
<input id="filter" type="search" placeholder="Name, index or code" aria-label="Filter functions by name, index or code">
<select id="order" aria-label="Order of the functions">
<option value="-1">In order of index</option>
${options.map((text, i) => `<option value="${i}">${text}, largest first</option>`).join('\n')}
</select>
</div>
<ul id="functions"></ul>
</nav>
<main>
<h2 id="title"></h2>
<div id="columns" style="--columns: ${data.columns.length}"></div>
</main>
<footer>
<span id="status" role="status"></span>
<span class="keys">click: hold a line · ↑ ↓ ← →: lines and columns · n, p: functions · /: filter · Esc: let go</span>
</footer>
<script type="application/json" id="data">${embedded(data)}</script>
<script>(${runPage.toString()})();</script>
</body>
</html>
`;
}
