import { Markup } from '@arcface-ts/core';

/** What the page adds to the look of all pages: histograms side by side on a desk, and problems with their pictures. */
export const reportStyle = new Markup(`
.histograms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 3rem; }
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
