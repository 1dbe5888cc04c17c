import { randomUUID } from 'node:crypto';
import { open, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ArcfaceError } from '../errors.js';
import { readJson } from '../files/json-file.js';
import { makeFolder } from '../files/make-folder.js';
import { pidSpace, processStart } from './process-start.js';

/** What a lock file says of the process that made it. */
const ownerSchema = z.object({
  id: z.string(),
  pid: z.int(),
  /** See processStart. */
  start: z.string(),
  host: z.string(),
  pidSpace: z.string(),
  command: z.string(),
  since: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

const heartbeatMs = 10_000;
/** Twelve heartbeats: after that a process of another machine, which cannot be looked for, counts as gone. */
const silenceMs = 120_000;
const pollMs = 250;
/** Between the making of a lock file and its content. */
const writingMs = 50;

export interface LockOptions {
  /** Told once whom the lock is waited for; without it a lock that is taken is an error. */
  readonly onWait?: ((line: string) => void) | undefined;
  /** What can be done about a lock that is taken. */
  readonly next: string;
}

/** A folder that this process alone writes to, until the lock is disposed. */
export interface FolderLock extends AsyncDisposable {
  readonly path: string;
}

/**
 * Takes the lock of a folder, which need not exist: the file `.<folder>.lock` beside it, so that the folder itself can be moved or replaced. The
 * lock of a process that runs no more is taken over: one of this machine is looked for by pid and start, one of another machine or container counts
 * as gone when it has not touched its file for two minutes.
 * Throws an ArcfaceError that names the owner when another process, or this one, has it.
 */
export async function lockFolder(folder: string, { onWait, next }: LockOptions): Promise<FolderLock> {
  const full = resolve(folder);
  const path = join(dirname(full), `.${basename(full)}.lock`);
  await makeFolder(dirname(path));
  const owner: Owner = {
    id: randomUUID(),
    pid: process.pid,
    start: processStart(process.pid) as string,
    host: hostname(),
    pidSpace: pidSpace(),
    command: process.argv.slice(1).join(' '),
    since: new Date().toISOString(),
  };
  let told = false;
  for (;;) {
    const holder = await take(path, owner);
    if (holder === undefined) break;
    if (onWait === undefined) {
      throw ArcfaceError.because({
        expected: 'a folder that no other process writes to',
        received: `one that ${holder} writes to`,
        place: folder,
        next,
      });
    }
    if (!told) onWait(`waiting for ${holder} which writes to ${folder}`);
    told = true;
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs).unref();
  return {
    path,
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      // Another machine may have taken it over if this process was halted for long.
      if ((await readOwner(path))?.id === owner.id) await rm(path, { force: true });
    },
  };
}

/** Makes the lock file; where a process that runs has one, nothing is done and the process is named. */
async function take(path: string, owner: Owner): Promise<string | undefined> {
  for (;;) {
    if (await create(path, owner)) return undefined;
    const holder = (await readOwner(path)) ?? (await sleep(writingMs).then(() => readOwner(path)));
    const silentMs = await silenceOf(path);
    if (silentMs === undefined) continue; // It was given back by now.
    if (holder === undefined ? silentMs < silenceMs : isRunning(holder, silentMs)) return inWords(holder, path);
    // Of several that find a stale lock one removes it: else the second would remove the new lock of the first.
    const claim = `${path}.stale`;
    const claimant = await take(claim, owner);
    if (claimant !== undefined) return claimant;
    try {
      if ((await readOwner(path))?.id === holder?.id) await rm(path, { force: true });
    } finally {
      await rm(claim, { force: true });
    }
  }
}

/** Whether the file was not there and is now. */
async function create(path: string, owner: Owner): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(`${JSON.stringify(owner, null, 2)}\n`);
  } catch (error) {
    await rm(path, { force: true }); // The disk is full.
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/** Undefined for a file that is not there or not whole. */
function readOwner(path: string): Promise<Owner | undefined> {
  return readJson(path, ownerSchema).catch(() => undefined);
}

/** Milliseconds since the owner last touched its lock; undefined when it is gone. */
async function silenceOf(path: string): Promise<number | undefined> {
  const status = await stat(path).catch(() => undefined);
  return status && Date.now() - status.mtimeMs;
}

function isRunning({ pid, start, pidSpace: space }: Owner, silentMs: number): boolean {
  return space === pidSpace() ? processStart(pid) === start : silentMs < silenceMs;
}

function inWords(owner: Owner | undefined, path: string): string {
  if (owner === undefined) return `a process that did not write its name into ${path} yet,`;
  const { pid, host, command, since } = owner;
  return `process ${pid} on ${host} (${command}), since ${since},`;
}
