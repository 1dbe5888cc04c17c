import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Finding } from './finding.js';
import { doctorReport } from './report.js';

const findings: Finding[] = [
  { name: 'node', state: 'ok', detail: '22.12.0' },
  { name: 'memory', state: 'note', detail: '2.0 GiB', fix: 'a smaller batch' },
  { name: 'nx', state: 'fault', detail: 'exit code 1\nno such file', fix: 'npm ci' },
];

it('aligns the findings, puts what mends them below, and ends in what is broken', () => {
  expect(doctorReport(findings, { colour: false })).toMatchInlineSnapshot(`
    "✓ node    22.12.0
    ! memory  2.0 GiB
              → a smaller batch
    ✗ nx      exit code 1
              no such file
              → npm ci

    To mend: nx.
    "
  `);
});

it('is the same text in colour', () => {
  const coloured = doctorReport(findings, { colour: true });
  expect(coloured).not.toBe(doctorReport(findings, { colour: false }));
  expect(stripVTControlCharacters(coloured)).toBe(doctorReport(findings, { colour: false }));
});

it('counts no note as broken', () => {
  expect(doctorReport(findings.slice(0, 2), { colour: false })).toMatch(/\nEverything that is needed is there\.\n$/);
});
