import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { boxFrame, within } from './crop-frame.js';
import { decodePhoto } from './decode-photo.js';
import { DecodePool } from './decode-pool.js';
import type { DecodeTask } from './decode-task.js';
import { pngFromRgb } from './image-codec.js';
import { ImageReader } from './read-image.js';

const sizePx = 16;
const photoBytes = sizePx * sizePx * 3;
const box = boxFrame({ left: 0.1, top: 0.2, width: 0.7, height: 0.6 });
const mirrored = within(box, [-1, 0, 1, 0, 1, 0]);
let folder: PhotoFolder;
let paths: string[];
let pool: DecodePool;

beforeAll(async () => {
  folder = new PhotoFolder();
  paths = await Promise.all(
    Array.from({ length: 12 }, (_, index) => folder.photo(`${index}.jpg`, { left: 20 * index, right: 5 * index })),
  );
});
afterEach(() => pool.close());
afterAll(() => folder.remove());

function tasksFor(files: readonly string[]): DecodeTask[] {
  return files.map((path, index) => ({
    image: { path },
    frame: index % 2 === 1 ? mirrored : box,
    gain: 1,
    bias: 0,
    byteOffset: index * photoBytes,
  }));
}

function slabFor(tasks: readonly DecodeTask[]): SharedArrayBuffer {
  return new SharedArrayBuffer(tasks.length * photoBytes);
}

it('writes what decoding in this thread writes', async () => {
  pool = new DecodePool({ threads: 3 });
  const tasks = tasksFor(paths);
  const [there, here] = [slabFor(tasks), slabFor(tasks)];
  expect(await pool.decode(there, tasks, { sizePx })).toEqual(tasks.map(() => undefined));
  for (const task of tasks) await decodePhoto(task, { reader: new ImageReader(), sizePx, slab: here });
  expect(Buffer.from(there).equals(Buffer.from(here))).toBe(true);
});

it('returns the problem of one photo as a record and decodes the others', async () => {
  pool = new DecodePool({ threads: 2 });
  const tasks = tasksFor([paths[0] as string, folder.write('bad.jpg', 'x'), paths[1] as string]);
  const outcomes = await pool.decode(slabFor(tasks), tasks, { sizePx });
  expect(outcomes).toEqual([
    undefined,
    { code: 'CORRUPT', message: expect.stringContaining('it is no JPEG') },
    undefined,
  ]);
});

it('decodes again elsewhere what a killed thread held, and replaces the thread', async () => {
  pool = new DecodePool({ threads: 2 });
  const tasks = tasksFor(Array.from({ length: 200 }, (_, index) => paths[index % 12] as string));
  const victim = pool.threads[0];
  const decoded = pool.decode(slabFor(tasks), tasks, { sizePx });
  await victim?.worker.terminate();
  expect((await decoded).filter(outcome => outcome !== undefined)).toEqual([]);
  expect(pool.threads).toHaveLength(2);
  expect(pool.threads).not.toContain(victim);
});

it('decodes again elsewhere what a thread held that ran out of memory', async () => {
  pool = new DecodePool({ threads: 2, heapMiB: 16 });
  const tasks = tasksFor(Array.from({ length: 200 }, (_, index) => paths[index % 12] as string));
  const victim = pool.threads[0];
  const causes: unknown[] = [];
  victim?.worker.on('error', error => causes.push((error as NodeJS.ErrnoException).code));
  victim?.worker.postMessage(Array.from({ length: 600_000 }, (_, index) => ({ index })));
  expect((await pool.decode(slabFor(tasks), tasks, { sizePx })).filter(outcome => outcome !== undefined)).toEqual([]);
  expect(causes).toEqual(['ERR_WORKER_OUT_OF_MEMORY']);
  expect(pool.threads).toHaveLength(2);
});

it('gives up after ten deaths in a row', async () => {
  pool = new DecodePool({ threads: 1 });
  const tasks = tasksFor(paths);
  for (let death = 0; death < 9; death++) await pool.threads[0]?.worker.terminate();
  const last = pool.threads[0];
  const decoded = pool.decode(slabFor(tasks), tasks, { sizePx });
  const rejected = expect(decoded).rejects.toThrow(/threads that stay alive but received 10 that ended in a row/);
  await last?.worker.terminate();
  await rejected;
  await expect(pool.decode(slabFor(tasks), tasks, { sizePx })).rejects.toThrow(/ended in a row/);
});

it('counts deaths anew once a thread has answered', async () => {
  pool = new DecodePool({ threads: 1 });
  const tasks = tasksFor(paths.slice(0, 1));
  for (let death = 0; death < 6; death++) await pool.threads[0]?.worker.terminate();
  await pool.decode(slabFor(tasks), tasks, { sizePx });
  for (let death = 0; death < 6; death++) await pool.threads[0]?.worker.terminate();
  expect(await pool.decode(slabFor(tasks), tasks, { sizePx })).toEqual([undefined]);
});

it('replaces a thread that takes too long for a photo, names the photo, and goes on', async () => {
  // 40 million interlaced pixels, of which a tiny box is wanted at full resolution, take a second.
  const [width, height] = [8000, 5000];
  const slow = folder.write(
    'slow.png',
    await pngFromRgb({ data: new Uint8Array(width * height * 3), width, height }, { interlaced: true }),
  );
  pool = new DecodePool({ threads: 1, timeoutMs: 200 });
  const [first] = pool.threads;
  const tasks = tasksFor([slow]).map(task => ({
    ...task,
    frame: boxFrame({ left: 0, top: 0, width: 0.001, height: 0.001 }),
  }));
  const outcomes = await pool.decode(slabFor(tasks), tasks, { sizePx });
  expect(outcomes).toEqual([{ code: 'TIMEOUT', message: 'twice, one photo took more than 200 ms' }]);
  expect(pool.threads[0]).not.toBe(first);
  await pool.close();
  // With patience it is a photo like any other.
  pool = new DecodePool({ threads: 1, timeoutMs: 600_000 });
  const [patient] = pool.threads;
  expect(await pool.decode(slabFor(tasks), tasks, { sizePx })).toEqual([undefined]);
  expect(pool.threads[0]).toBe(patient);
});

it('stops decoding when the signal is aborted', async () => {
  pool = new DecodePool({ threads: 1 });
  const tasks = tasksFor(Array.from({ length: 500 }, (_, index) => paths[index % 12] as string));
  const abort = new AbortController();
  const decoded = pool.decode(slabFor(tasks), tasks, { sizePx, signal: abort.signal });
  abort.abort();
  expect((await decoded).filter(outcome => outcome?.code === 'CANCELLED').length).toBeGreaterThan(400);
});

it('rejects what is under way when it is closed', async () => {
  pool = new DecodePool({ threads: 1 });
  const tasks = tasksFor(paths);
  const rejected = expect(pool.decode(slabFor(tasks), tasks, { sizePx })).rejects.toThrow('closed while it was in use');
  await pool.close();
  await rejected;
});

it('refuses an offset beyond the slab', async () => {
  pool = new DecodePool({ threads: 1 });
  const tasks = tasksFor(paths.slice(0, 2));
  await expect(pool.decode(new SharedArrayBuffer(photoBytes), tasks, { sizePx })).rejects.toThrow(
    `Expected an offset from 0 to 0 in a slab of ${photoBytes} bytes but received ${photoBytes} (DecodePool.decode).`,
  );
});
