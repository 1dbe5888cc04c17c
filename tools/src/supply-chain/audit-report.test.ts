import { ArcfaceError } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { vulnerablePackages } from './audit-report.js';

it('lists packages with a vulnerability, the worst first', () => {
  // As npm 11 writes it, without what nobody reads.
  const output = JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      b: { name: 'b', severity: 'low', isDirect: true, via: ['a'], effects: [], range: '<1.0.0', nodes: [] },
      a: { name: 'a', severity: 'critical', isDirect: false, via: [], effects: ['b'], range: '1.2.3', nodes: [] },
    },
    metadata: { vulnerabilities: { total: 2 } },
  });
  expect(vulnerablePackages(output)).toEqual([
    { name: 'a', range: '1.2.3', severity: 'critical' },
    { name: 'b', range: '<1.0.0', severity: 'low' },
  ]);
  expect(vulnerablePackages('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual([]);
});

it.each([
  [
    'refuses audits',
    { message: '405 Method Not Allowed', error: { summary: '', detail: '' } },
    '405 Method Not Allowed',
  ],
  ['is not there', { error: { code: 'ENOTFOUND', summary: 'request failed', detail: '' } }, 'request failed'],
])('takes no answer for no vulnerability where a registry %s', (_, answer, received) => {
  expect(() => vulnerablePackages(JSON.stringify(answer))).toThrow(ArcfaceError);
  expect(() => vulnerablePackages(JSON.stringify(answer))).toThrow(
    `vulnerabilities but received ${received} (npm audit)`,
  );
});

it('takes no output for no vulnerability neither', () => {
  expect(() => vulnerablePackages('')).toThrow(ArcfaceError);
});
