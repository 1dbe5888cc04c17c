import { afterEach, beforeEach, expect, vi } from 'vitest';

// A line that nobody expected on the console fails the test that printed it. A test that expects one spies on the method itself.
const methods = ['log', 'info', 'warn', 'error'] as const;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed.push(`console.${method}: ${values.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});

// The nightly run looks for more cases: PROPERTY_RUNS is their number where a test does not set its own.
const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 0);
if (propertyRuns > 0) (await import('fast-check')).configureGlobal({ numRuns: propertyRuns });

// Nx sets FORCE_COLOR for its tasks, many shells and CI machines set NO_COLOR: Node warns of the pair on stderr, in every process that
// a test starts and whose stderr it reads.
delete process.env.FORCE_COLOR;
