import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatDuration, progressDisplay } from './progress-display.js';

const line = 'epoch 2/12 · loss 7.123';

/** A stream that keeps what is written to it. */
function captured(keys: { isTTY?: boolean } = {}): { stream: NodeJS.WriteStream; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const cursor = () => true;
  const terminal = { columns: 200, clearLine: cursor, cursorTo: cursor, moveCursor: cursor };
  return {
    stream: Object.assign(stream, terminal, keys) as unknown as NodeJS.WriteStream,
    text: () => chunks.join(''),
  };
}

describe.each([
  [0, '0:00'],
  [59.4, '0:59'],
  [59.6, '1:00'],
  [3599.6, '1:00:00'],
  [3725, '1:02:05'],
  [360_000, '100:00:00'],
  [-3, '0:00'],
])('%d seconds', (seconds, text) => {
  it(`are ${text}`, () => expect(formatDuration(seconds)).toBe(text));
});

describe('where there is no terminal', () => {
  afterEach(() => void vi.useRealTimers());

  it('prints plain lines', () => {
    const { stream, text } = captured();
    progressDisplay(40, stream).update(9, line);
    expect(text()).toBe('9/40 · epoch 2/12 · loss 7.123\n');
  });

  it('prints one every five seconds, and the last step', () => {
    vi.useFakeTimers();
    const { stream, text } = captured();
    const display = progressDisplay(40, stream);
    for (let step = 1; step <= 40; step++) {
      vi.advanceTimersByTime(400);
      display.update(step, line);
    }
    display.stop();
    const steps = [...text().matchAll(/^(\d+)\/40/gm)].map(match => Number(match[1]));
    expect(steps).toEqual([1, 14, 27, 40]);
  });

  it('prints what is said as it is', () => {
    const { stream, text } = captured({ isTTY: false });
    progressDisplay(40, stream).say('resuming');
    expect(text()).toBe('resuming\n');
  });
});

it('draws a bar on a terminal, with what is said above it', () => {
  const { stream, text } = captured({ isTTY: true });
  const display = progressDisplay(40, stream);
  display.update(20, line);
  display.say('epoch 1: validation accuracy 61.00 %');
  display.stop();
  expect(text()).toContain('epoch 1: validation accuracy 61.00 %\n');
  expect(text()).toContain('20/40 · epoch 2/12 · loss 7.123');
});
