import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenForStop, type StopSignal } from './stop-signal.js';

const signals = ['SIGINT', 'SIGTERM'] as const;
const listeners = (): number => signals.reduce((total, signal) => total + process.listenerCount(signal), 0);

let said: string[];
let before: number;
let stop: StopSignal;
beforeEach(() => {
  said = [];
  before = listeners();
  stop = listenForStop(text => said.push(text));
});
afterEach(() => stop.release());

it('requests nothing by itself', () => {
  expect(stop.requested).toBe(false);
  expect(said).toEqual([]);
});

describe.each(signals)('%s', signal => {
  it('is a request to stop, and says so once', () => {
    process.emit(signal);
    expect(stop.requested).toBe(true);
    expect(said).toEqual(['stopping after this step; the state is saved. Once more stops at once.']);
  });

  it('leaves no listener, so that a second one ends the process', () => {
    process.emit(signal);
    expect(listeners()).toBe(before);
  });
});

it('stops listening when it is released', () => {
  expect(listeners()).toBe(before + 2);
  stop.release();
  expect(listeners()).toBe(before);
  expect(stop.requested).toBe(false);
});
