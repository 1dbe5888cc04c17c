import { styleText } from 'node:util';
import type { Finding, FindingState } from './finding.js';

const marks = { ok: '✓', note: '!', fault: '✗' } as const satisfies Record<FindingState, string>;
const colours = { ok: 'green', note: 'yellow', fault: 'red' } as const satisfies Record<FindingState, string>;

/** One line a finding, aligned, and below it, where something is to be done, what. */
export function doctorReport(findings: readonly Finding[], { colour }: { colour: boolean }): string {
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 4);
  const lines = findings.flatMap(({ name, state, detail, fix }) => {
    const mark = colour ? styleText(colours[state], marks[state], { validateStream: false }) : marks[state];
    const [first, ...rest] = detail.split('\n');
    return [
      `${mark} ${name.padEnd(width)}  ${first}`,
      ...rest.map(line => `${indent}${line}`),
      ...(fix === undefined ? [] : [`${indent}→ ${fix}`]),
    ];
  });
  return `${lines.join('\n')}\n\n${verdict(findings)}\n`;
}

function verdict(findings: readonly Finding[]): string {
  const faults = findings.filter(({ state }) => state === 'fault').map(({ name }) => name);
  return faults.length === 0 ? 'Everything that is needed is there.' : `To mend: ${faults.join(', ')}.`;
}
