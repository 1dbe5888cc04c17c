import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { decodePhoto } from './decode-photo.js';
import { type DecodeReply, type DecodeRequest, type DecodeService, progressCells } from './decode-task.js';
import { ImageReader } from './read-image.js';

/*
 * The program of a decoding thread. It loads sharp and comlink, never TensorFlow: one thread owns that.
 */
if (parentPort === null) throw new Error('decode-worker runs as a worker thread: start a DecodePool instead.');

const progress = new Int32Array((workerData as { progress: SharedArrayBuffer }).progress);
const reader = new ImageReader();
let tail: Promise<unknown> = Promise.resolve();

async function decodeAll({ slab, sizePx, cancelled, tasks }: DecodeRequest): Promise<DecodeReply> {
  const cancelCell = new Int32Array(cancelled);
  const reply: DecodeReply = [];
  for (const task of tasks) {
    const isCancelled = Atomics.load(cancelCell, 0) !== 0;
    reply.push(
      isCancelled
        ? { code: 'CANCELLED', message: 'nobody waits for it any more' }
        : await decodePhoto(task, { reader, sizePx, slab }),
    );
    Atomics.add(progress, progressCells.imagesFinished, 1);
  }
  return reply;
}

const service: DecodeService = {
  // Requests are sent ahead and served one after the other, so that the main thread may be busy while this one goes on.
  decode(request) {
    const reply = tail.then(() => decodeAll(request));
    tail = reply.catch(() => undefined);
    return reply;
  },
};

expose(service, nodeEndpoint(parentPort));
Atomics.store(progress, progressCells.ready, 1);
