import { expect, it } from 'vitest';
import { exampleResult } from '../testing/example-check.js';
import { checkReport, checkReportSchema } from './check-report.js';

it('is plain data that the schema reads back as it was written', () => {
  const report = checkReport(exampleResult(), { set: 'celeba' });
  expect(checkReportSchema.strict().parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

it('keeps all problems of a kind, and no hashes', () => {
  const report = checkReport(exampleResult(), { set: 'celeba' });
  expect(report.problems.find(({ kind }) => kind === 'single-photo-identity')?.all).toHaveLength(12);
  expect(report).not.toHaveProperty('hashes');
});

it('says null where there was no other set, since JSON has no undefined', () => {
  const report = checkReport({ ...exampleResult(), against: undefined }, { set: 'celeba' });
  expect(report.against).toBeNull();
});
