import { Markup } from './markup.js';

/** The look that all pages share: one column, light or dark as the reader has it, numbers that stand under each other. */
export const pageStyle = new Markup(`
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
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; font-weight: 400; vertical-align: middle; }
thead th { color: var(--muted); font-size: .875rem; }
tbody tr { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
`);
