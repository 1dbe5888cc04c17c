import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runChecks } from './run-checks.js';

it('turns an examination that throws into a fault and goes on', async () => {
  const findings = await runChecks([
    {
      name: 'broken',
      examine: () => {
        throw new Error('no such thing');
      },
    },
    { name: 'fine', examine: () => ({ state: 'ok', detail: '1.0' }) },
  ]);
  expect(findings).toEqual([
    { name: 'broken', state: 'fault', detail: 'no such thing' },
    { name: 'fine', state: 'ok', detail: '1.0' },
  ]);
});

it('keeps the order of the checks, whichever ends first', async () => {
  const findings = await runChecks(
    [20, 0].map(ms => ({ name: `${ms}`, examine: () => setTimeout(ms, { state: 'ok', detail: '' } as const) })),
  );
  expect(findings.map(({ name }) => name)).toEqual(['20', '0']);
});
