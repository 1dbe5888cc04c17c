import { expect, it } from 'vitest';
import { askProgram } from './ask-program.js';

const node = (code: string, timeoutMs = 20_000) => askProgram(process.execPath, ['--eval', code], { timeoutMs });

it('gives what the program printed', async () => {
  expect(await node("console.log('3.1')")).toEqual({ answered: true, stdout: '3.1' });
});

it('tells a program that is not there', async () => {
  expect(await askProgram('no-such-program', [])).toMatchObject({
    answered: false,
    reason: 'no no-such-program on the PATH',
  });
});

it('keeps what a failing program said', async () => {
  expect(await node("console.error('why'); process.exit(3)")).toMatchObject({ reason: 'exit code 3', stderr: 'why' });
});

it('tells the signal that ended a program', async () => {
  expect(await node('process.abort()')).toMatchObject({ answered: false, reason: 'ended by SIGABRT' });
});

it('does not wait for a program that hangs', async () => {
  expect(await node('setInterval(() => {}, 1000)', 300)).toMatchObject({ reason: 'no answer within 0.3 s' });
});
