/** The page's style sheet. Colours have a contrast of 4.5 and more, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f5f7; --line: #d5d8de; --text: #1c2026; --dim: #5b6270;
  --accent: #0b57c9; --mark: #fff0b8; --mark-edge: #8a6100; --select: #dbe8ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1d2128; --line: #39404c; --text: #e4e7ec; --dim: #9aa3b2;
    --accent: #86b4ff; --mark: #4a3c0c; --mark-edge: #f2c94c; --select: #20375f;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template: auto minmax(0, 1fr) auto / 17rem minmax(0, 1fr);
  background: var(--ground); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif;
}
header { grid-column: 1 / -1; padding: .5rem 1rem; border-bottom: 1px solid var(--line); }
h1, h2, h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
header h1 { font-size: 1.15rem; }
header p { margin: 0; color: var(--dim); }
#notes { color: var(--text); }
nav { display: flex; flex-direction: column; min-height: 0; border-right: 1px solid var(--line); }
nav .tools { display: grid; gap: .4rem; padding: .6rem; border-bottom: 1px solid var(--line); }
input, select, button { font: inherit; color: inherit; }
input, select {
  width: 100%; padding: .35rem .5rem; border: 1px solid var(--dim); border-radius: 4px;
  background: var(--ground);
}
::placeholder { color: var(--dim); opacity: 1; }
#functions { flex: 1; min-height: 0; overflow: auto; margin: 0; padding: 0; list-style: none; }
#functions button {
  display: block; width: 100%; padding: .35rem .7rem; border: 0; border-left: 4px solid transparent;
  background: none; text-align: left; cursor: pointer; overflow-wrap: anywhere;
}
#functions button:hover { background: var(--raised); }
#functions button[aria-current] { border-left-color: var(--accent); background: var(--select); }
#functions small { display: block; color: var(--dim); }
#functions p { margin: 0; padding: .6rem .7rem; color: var(--dim); }
main { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
main h2 { padding: .5rem .8rem; }
#columns { flex: 1; display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); min-height: 0; }
.column { display: flex; flex-direction: column; min-width: 0; min-height: 0; border-right: 1px solid var(--line); }
.column h3 {
  padding: .3rem .8rem; background: var(--raised); border-block: 1px solid var(--line);
  font-size: .85rem; font-weight: 600;
}
.lines {
  position: relative; flex: 1; min-height: 0; overflow: auto;
  font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
.chunk { content-visibility: auto; width: max-content; min-width: 100%; }
.line { display: flex; min-height: 1.5em; border-left: 4px solid transparent; white-space: pre; cursor: pointer; }
.line b { flex: none; min-width: 6.5ch; padding-right: 1.5ch; color: var(--dim); font-weight: 400; text-align: right; }
.line span { padding-right: 1rem; }
.line.linked { background: var(--mark); border-left-color: var(--mark-edge); }
.line.chosen { background: var(--select); border-left-color: var(--accent); }
.line.found span { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
.more { margin: .5rem; padding: .4rem .8rem; border: 1px solid var(--dim); border-radius: 4px; background: var(--raised); cursor: pointer; }
.omitted { padding: 1rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
footer {
  grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; padding: .3rem 1rem;
  border-top: 1px solid var(--line); color: var(--dim); font-size: .85rem;
}
#status { flex: 1 1 20rem; color: var(--text); }
@media (max-width: 60rem) {
  body { display: block; height: auto; }
  nav { border-right: 0; border-bottom: 1px solid var(--line); }
  #functions { max-height: 11rem; }
  #functions button { padding-block: .55rem; }
  #columns { display: block; }
  .column { border-right: 0; }
  .lines { max-height: calc(75vh / var(--columns)); line-height: 1.7; }
  .keys { display: none; }
  footer { position: sticky; bottom: 0; background: var(--ground); }
}
`;
