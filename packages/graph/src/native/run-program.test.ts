import { expect, it } from 'vitest';
import { packageFolder } from './places.js';
import { lastLines, runProgram } from './run-program.js';

const node = (script: string, options = {}) => runProgram(process.execPath, ['-e', script], options);

it('returns what a program printed and its exit code', async () => {
  const result = await node("process.stdout.write('größe'); process.stderr.write('warning'); process.exitCode = 3");
  expect(result).toEqual({ exitCode: 3, stdout: 'größe', stderr: 'warning' });
});

it('returns an output of a megabyte whole, letters of several bytes unbroken', async () => {
  // Pipes hand on an even number of bytes: behind one x the two of an ä are torn apart.
  const { stdout } = await node("process.stdout.write('x' + 'ä'.repeat(500_000))");
  expect(stdout).toBe(`x${'ä'.repeat(500_000)}`);
});

it('gives an input that ends at once, so that no program waits for an answer', async () => {
  expect((await node("process.stdin.on('end', () => console.log('ended')).resume()")).stdout).toBe('ended\n');
});

it('runs in the folder and environment that it is given', async () => {
  const script = 'process.stdout.write(process.cwd() + process.env.COLOUR)';
  const { stdout } = await node(script, { cwd: packageFolder, environment: { COLOUR: 'blue' } });
  expect(stdout).toBe(`${packageFolder.replace(/\/$/, '')}blue`);
});

it('says that there is no such program', async () => {
  const result = await runProgram('arcface-no-such-program', []);
  expect(result).toMatchObject({ exitCode: null, startError: { code: 'ENOENT' } });
});

it('has no exit code for a program that a signal ended', async () => {
  expect((await node("process.kill(process.pid, 'SIGKILL')")).exitCode).toBeNull();
});

it('lastLines keeps the end of an output, without the final newline', () => {
  expect(lastLines('1\n2\n3\n4\n', 2)).toBe('3\n4');
  expect(lastLines('1\n', 2)).toBe('1');
});
