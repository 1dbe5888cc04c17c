import { Markup } from '@arcface-ts/core';

/** What the page adds to the look of all pages. Charts take their colours from here; tables fall into cards on a phone. */
export const reportStyle = new Markup(`
:root {
  --chart-ink: #22262b; --chart-muted: #5b636d; --chart-grid: #e8e5df; --chart-band: #d9d5cc;
  --chart-same: #0072b2; --chart-different: #c65102;
}
@media (prefers-color-scheme: dark) {
  :root {
    --chart-ink: #e5e7e9; --chart-muted: #a0a8b1; --chart-grid: #2c3137; --chart-band: #454b52;
    --chart-same: #56b4e9; --chart-different: #f0954d;
  }
}
h3 { margin: 0 0 .35rem; font-size: 1rem; }
header p { max-width: 46rem; }
.notice { margin: 0 0 1.5rem; padding: .85rem 1.1rem; border: 2px solid var(--wrong); border-radius: .5rem; background: var(--card); }
.notice strong { color: var(--wrong); text-transform: uppercase; letter-spacing: .04em; }
.headline { margin: 1rem 0 .5rem; font-size: 1.15rem; }
.headline strong { font-size: 2.75rem; line-height: 1.1; letter-spacing: -.01em; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2rem 2.5rem; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { margin-top: .35rem; font-size: .875rem; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .75rem; margin: .75rem 0 2rem; padding: 0; list-style: none; }
.pairs > li { padding: .5rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; min-width: 0; }
.pairs p { margin: .25rem 0 0; font-size: .875rem; line-height: 1.35; }
.faces { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; }
.faces img { display: block; width: 100%; height: auto; border-radius: .2rem; }
.pairs .names { font-size: .8rem; color: var(--muted); }
.names span { display: block; overflow-wrap: anywhere; }
.compared { font-size: .875rem; }
.this { background: var(--card); }
.this th, .this td { font-weight: 600; }
.date { white-space: nowrap; }
.best { padding: 0 .4rem; border: 1px solid var(--bar); border-radius: 1rem; color: var(--bar); font-size: .75rem; font-weight: 400; }
.stamp { margin: 0; font-size: .9rem; }
details { margin-top: .75rem; } summary { cursor: pointer; color: var(--muted); font-size: .9rem; } details .stamp { margin-top: .5rem; }
.stamp > div { display: grid; grid-template-columns: 14rem 1fr; gap: 0 1rem; padding: .35rem 0; border-top: 1px solid var(--line); }
.stamp dt { color: var(--muted); } .stamp dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; font-size: .875rem; }
@media (max-width: 44rem) {
  main { padding-top: 1.5rem; }
  .pairs { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .5rem; }
  .stamp > div { grid-template-columns: 1fr; }
  .stacked thead { display: none; }
  .stacked tr { display: block; padding: .5rem 0; }
  .stacked th, .stacked td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; text-align: right; white-space: normal; }
  .stacked th::before, .stacked td::before { content: attr(data-label); color: var(--muted); font-weight: 400; text-align: left; }
  .this { padding-inline: .5rem !important; }
}
@media print { .pairs > li, figure { break-inside: avoid; } }
`);
