import type { SampleOptions } from './sample-box.js';

/** One photo to decode and where its pixels go. */
export interface DecodeTask extends SampleOptions {
  /** Absolute path. */
  readonly path: string;
  /** Where in the slab its first byte is written. */
  readonly byteOffset: number;
}

/** Why a photo could not be decoded. A plain record, since an error's class and code do not survive the way between threads. */
export interface DecodeProblem {
  readonly code:
    | 'NOT_FOUND'
    | 'NOT_A_FILE'
    | 'UNREADABLE'
    | 'TOO_LARGE'
    | 'CORRUPT'
    | 'TIMEOUT'
    | 'THREAD_DIED'
    | 'CANCELLED';
  readonly message: string;
}

/** What a decoding thread is asked for: to write [sizePx, sizePx, 3] RGB for each task into the shared slab. */
export interface DecodeRequest {
  readonly slab: SharedArrayBuffer;
  readonly sizePx: number;
  /** One int32; once it is not 0 the thread answers the rest of the request without decoding. */
  readonly cancelled: SharedArrayBuffer;
  readonly tasks: readonly DecodeTask[];
}

/** One entry a task, in order: undefined when its pixels are in the slab. */
export type DecodeReply = (DecodeProblem | undefined)[];

/** What a decoding thread offers through comlink. */
export interface DecodeService {
  decode(request: DecodeRequest): Promise<DecodeReply>;
}

/** Cells of the int32 memory in which a thread shows that it lives, also to a main thread that was busy for long. */
export const progressCells = { ready: 0, imagesFinished: 1, count: 2 } as const;
