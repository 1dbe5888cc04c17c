import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { ArcfaceError } from '../errors.js';
import { lockHolder } from '../testing/lock-holder.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { lockFolder } from './folder-lock.js';

const options = { next: 'Wait.' };
const lockFile = (folder: string) => join(folder, '.face.lock');

/** Changes what a lock says of its owner. */
function edit(path: string, change: Record<string, unknown>): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

it('keeps another process out, and says who it is, since when, and what to do', async () => {
  const folder = temporaryFolder();
  const holder = await lockHolder(join(folder, 'face'));
  const { since } = JSON.parse(readFileSync(lockFile(folder), 'utf8'));
  expect(Date.now() - Date.parse(since)).toBeLessThan(60_000);
  const refused = lockFolder(join(folder, 'face'), options);
  await expect(refused).rejects.toThrow(ArcfaceError);
  await expect(refused).rejects.toThrow(
    new RegExp(
      `^Expected a folder that no other process writes to but received one that process ${holder.pid} on .+, since ${since}, writes to \\(${folder}/face\\)\\. Wait\\.$`,
    ),
  );
});

it('keeps out this process, too', async () => {
  const folder = join(temporaryFolder(), 'face');
  await using _ = await lockFolder(folder, options);
  await expect(lockFolder(folder, options)).rejects.toThrow(`process ${process.pid} on`);
});

it('leaves nothing when it is given back, though the folder was moved in between', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'face'));
  {
    await using _ = await lockFolder(join(folder, 'face'), options);
    renameSync(join(folder, 'face'), join(folder, 'face.1'));
  }
  expect(readdirSync(folder)).toEqual(['face.1']);
});

it('waits, and says for whom', async () => {
  const folder = join(temporaryFolder(), 'face');
  const holder = await lockHolder(folder);
  const lines: string[] = [];
  const locking = lockFolder(folder, { ...options, onWait: line => lines.push(line) });
  await new Promise(resolve => setTimeout(resolve, 700));
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^waiting for process ${holder.pid} on .+, which writes to ${folder}$`)),
  ]);
  holder.stdin?.write('\n');
  await using lock = await locking;
  expect(JSON.parse(readFileSync(lock.path, 'utf8')).pid).toBe(process.pid);
  expect(lines).toHaveLength(1);
});

it('takes over the lock of a process that was killed', async () => {
  const folder = temporaryFolder();
  const holder = await lockHolder(join(folder, 'face'));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(lockFile(folder))).toBe(true);
  await using _ = await lockFolder(join(folder, 'face'), options);
  expect(readdirSync(folder)).toEqual(['.face.lock']);
});

it('does not take a process for the owner that got its pid later', async () => {
  const folder = temporaryFolder();
  await lockHolder(join(folder, 'face'));
  edit(lockFile(folder), { start: '1' });
  await using _ = await lockFolder(join(folder, 'face'), options);
});

it.skipIf(process.platform !== 'linux')('does not take for running what has ended and was not waited for', async () => {
  const folder = temporaryFolder();
  // A shell that becomes sleep waits for no child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const pid = Number(String((await once(parent.stdout, 'data'))[0]));
  const status = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  while (status()[2] !== 'Z') await new Promise(resolve => setTimeout(resolve, 10));
  await lockHolder(join(folder, 'face'));
  edit(lockFile(folder), { pid, start: status()[21] });
  await using _ = await lockFolder(join(folder, 'face'), options);
});

it.each([
  ['of another machine', (path: string) => edit(path, { pidSpace: 'elsewhere', pid: 1 })],
  ['whose owner is not written into it', (path: string) => writeFileSync(path, '')],
])('believes a lock %s as long as it is touched', async (_, change) => {
  const folder = temporaryFolder();
  const holder = await lockHolder(join(folder, 'face'));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  change(lockFile(folder));
  await expect(lockFolder(join(folder, 'face'), options)).rejects.toThrow('Expected a folder that no other process');
  const threeMinutesAgo = Date.now() / 1000 - 180;
  utimesSync(lockFile(folder), threeMinutesAgo, threeMinutesAgo);
  await using _lock = await lockFolder(join(folder, 'face'), options);
});

it('is taken over by one of many that find it stale at once', async () => {
  const folder = temporaryFolder();
  const dead = await lockHolder(join(folder, 'face'));
  dead.kill('SIGKILL');
  await once(dead, 'exit');
  const stale = readFileSync(lockFile(folder));
  for (let round = 0; round < 5; round++) {
    writeFileSync(lockFile(folder), stale);
    const asked = Array.from({ length: 20 }, async (_, turn) => {
      for (let i = 0; i < turn; i++) await setImmediate(); // One removes what it found while another does so already.
      return lockFolder(join(folder, 'face'), options);
    });
    const locks = (await Promise.allSettled(asked)).flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    expect(locks).toHaveLength(1);
    await locks[0]?.[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  }
});
