import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const script = `
  const { lockFolder } = await import(process.argv[1]);
  const lock = await lockFolder(process.argv[2], { next: 'Wait.' });
  console.log('locked');
  process.stdin.once('data', () => lock[Symbol.asyncDispose]().then(() => process.exit()));
`;

/** A process of its own that holds the lock of a folder until it is told to give it back, or killed. */
export async function lockHolder(folder: string): Promise<ChildProcess> {
  const built = new URL('../../dist/locking/folder-lock.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, built, folder]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}
