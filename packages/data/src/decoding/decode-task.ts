import type { Alterations } from './alter.js';
import type { CropWarp } from './crop-warp.js';
import type { SampleOptions } from './sample-frame.js';

/** Where the bytes of an image are: a file of its own, or a part of one. */
export interface ImagePlace {
  /** Absolute path. */
  readonly path: string;
  /** In bytes, from the file's beginning. */
  readonly part?: { readonly position: number; readonly length: number };
  /** Side of an image that is stored as [side, side, 3] RGB; without it the bytes are an encoded image. */
  readonly rawSidePx?: number;
}

/** One image to decode and where its pixels go. */
export interface DecodeTask extends SampleOptions {
  readonly image: ImagePlace;
  /** Where the pixels lie instead of the frame, which then says their resolution alone. */
  readonly warp?: CropWarp;
  readonly alterations?: Alterations;
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
