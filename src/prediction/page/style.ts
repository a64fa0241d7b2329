/** The page's style sheet. Text has a contrast of 4.5 and more, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f5f7; --line: #d5d8de; --text: #1c2026; --dim: #5b6270;
  --bad: #b3261e; --good: #146c2e;
  --firmware: #9aa1ad; --stack: #6b7280; --program: #b58b00; --runtime: #7b3fb5; --module: #0b7285;
  --instance: #2f7de1; --even: #5b9bf0; --reserve: #d98324; --free: #e3e6eb; --over: #c62828;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1d2128; --line: #39404c; --text: #e4e7ec; --dim: #9aa3b2;
    --bad: #ff8a80; --good: #7ddc97;
    --firmware: #5b6270; --stack: #878f9e; --program: #d4a72c; --runtime: #b083e0; --module: #3aa8b8;
    --instance: #3d83dd; --even: #6aa7f2; --reserve: #e09a4f; --free: #2a303a; --over: #ff5449;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 62rem;
  background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.25rem; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 .4rem; font-size: 1.05rem; }
p { margin: .3rem 0; }
.dim { color: var(--dim); }
.what-if { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .8rem; margin: 1rem 0 .4rem; }
.what-if input[type=range] { flex: 1 1 14rem; min-width: 0; height: 2rem; accent-color: var(--instance); }
.what-if input[type=number] {
  width: 6rem; padding: .3rem .5rem; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--dim); border-radius: 4px;
}
#verdict { font-weight: 600; }
#verdict.good { color: var(--good); }
#verdict.bad { color: var(--bad); }
svg { display: block; width: 100%; height: auto; border: 1px solid var(--line); background: var(--ground); }
.firmware { fill: var(--firmware); } .stack { fill: var(--stack); } .program { fill: var(--program); }
.runtime { fill: var(--runtime); } .module { fill: var(--module); } .instance { fill: var(--instance); }
.even { fill: var(--even); } .reserve { fill: var(--reserve); } .free { fill: var(--free); }
.over { fill: var(--over); }
#legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .5rem 0; padding: 0; list-style: none; font-size: .9rem; }
#legend svg { display: inline-block; width: .9em; height: .9em; margin-right: .4em; vertical-align: -.1em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .25rem .6rem; border: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { min-width: 7rem; text-align: left; white-space: normal; overflow-wrap: anywhere; }
thead th { background: var(--raised); }
`;
