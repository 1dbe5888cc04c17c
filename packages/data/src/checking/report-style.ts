import { Markup } from './markup.js';

/** The look of the page: one column on a phone, histograms side by side on a desk, light or dark as the reader has it. */
export const reportStyle = new Markup(`
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #22262b; --muted: #5b636d; --line: #e2dfd9;
  --bar: #4d7c99; --wrong: #a8322a; --look: #855a00; --note: #5b636d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --card: #1d2125; --ink: #e5e7e9; --muted: #a0a8b1; --line: #33383e;
    --bar: #7faac5; --wrong: #f0938b; --look: #e0b45c; --note: #a0a8b1;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums;
}
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 .75rem; font-size: 1.1rem; }
section { margin-top: 2.5rem; }
a { color: inherit; text-decoration-color: var(--bar); text-underline-offset: .2em; }
code { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
.figures > div { padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.figures dt { color: var(--muted); font-size: .875rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; }
.histograms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 3rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; font-weight: 400; vertical-align: middle; }
thead th { color: var(--muted); font-size: .875rem; }
tbody tr { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
.label { white-space: nowrap; }
.bar { width: 55%; padding-right: 0; }
.bar svg { display: block; width: 100%; height: .8rem; fill: var(--bar); }
.wrong { color: var(--wrong); } .look { color: var(--look); } .note { color: var(--note); }
.none { color: var(--muted); }
.problems { display: grid; gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.problems > li { padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.problems p { margin: 0 0 .35rem; }
.problems ul { margin: 0; padding: 0; list-style: none; }
.problems img { display: block; max-width: 100%; height: auto; margin-bottom: .6rem; border-radius: .25rem; }
@media print { .problems > li { break-inside: avoid; } }
`);
