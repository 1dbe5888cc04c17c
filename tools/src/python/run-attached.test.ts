import { expect, it } from 'vitest';
import { runAttached } from './run-attached.js';

const node = (code: string) => runAttached(process.execPath, ['--eval', code]);

it("gives the program's exit code", async () => {
  expect(await node('process.exit(3)')).toEqual({ exitCode: 3, interrupted: false });
});

it('counts an end by signal as shells do', async () => {
  expect(await node("process.kill(process.pid, 'SIGKILL')")).toEqual({ exitCode: 128 + 9, interrupted: false });
});

it('passes SIGTERM on, and listens no longer than the program runs', async () => {
  const before = process.listenerCount('SIGTERM');
  // The program asks its parent to be ended, and ends in a way of its own when the signal comes back to it.
  const ending = await node(
    "process.on('SIGTERM', () => process.exit(7)); process.kill(process.ppid, 'SIGTERM'); setTimeout(() => {}, 10_000)",
  );
  expect(ending).toEqual({ exitCode: 7, interrupted: true });
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
