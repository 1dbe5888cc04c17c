import { stat } from 'node:fs/promises';
import { asError, DataError, readWholeFile } from '@arcface-ts/core';
import { kindOf, NumpyArray, type PickleValue } from './numpy-pickle.js';
import { readPickle } from './pickle.js';

export interface VerificationBin {
  /** 2N encoded images, of which 2i and 2i + 1 are pair i; most are subarrays of the file's one buffer. */
  readonly images: readonly Uint8Array[];
  /** Where in the file each image begins; undefined where the pickle does not hold its bytes as they are. */
  readonly positions: readonly (number | undefined)[];
  /** N answers. */
  readonly same: readonly boolean[];
}

/** Node reads no more into one buffer. */
const maxFileBytes = 2 ** 31 - 1;

function fail(file: string, expected: string, received: string, next: string): never {
  throw DataError.because({ expected, received, place: file, next });
}

/** An encoded image: bytes, or a numpy array of them as `np.fromfile` ([n]) and `cv2.imencode` ([n, 1] or [1, n]) make it. */
function encodedImage(value: PickleValue): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  const content = value instanceof NumpyArray ? value.content : undefined;
  if (content?.type !== 'u1') return undefined;
  return content.shape.filter(size => size !== 1).length <= 1 ? content.data : undefined;
}

function answers(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  if (Array.isArray(value)) return value;
  const content = value instanceof NumpyArray ? value.content : undefined;
  return content?.type === 'b1' ? Array.from(content.data, byte => byte !== 0) : undefined;
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= maxFileBytes) return await readWholeFile(file);
    return fail(file, `at most ${maxFileBytes} bytes`, `${size}`, 'Divide the set into several files.');
  } catch (thrown) {
    if (thrown instanceof DataError) throw thrown;
    const error = asError(thrown) as NodeJS.ErrnoException;
    return fail(file, 'a .bin set of pairs', error.code ?? error.message, 'Check the path.');
  }
}

/**
 * Reads a verification set of insightface (`lfw.bin`, `cfp_fp.bin`, `agedb_30.bin`): a pickle of 2N encoded images and of N
 * booleans, which says of images 2i and 2i + 1 whether they show the same person. 1 and 0 stand for booleans too.
 * The pickle is read, never run: see `readPickle`.
 *
 * Throws a DataError that names the file, and the byte or the image, for everything else.
 */
export async function readVerificationBin(file: string): Promise<VerificationBin> {
  const whole = await readWhole(file);
  const value = readPickle(whole, { file });
  const next = 'Write it with pickle.dump((images, same), file, protocol=4).';
  const [list, second] = Array.isArray(value) && value.length === 2 ? value : [];
  const labels = answers(second);
  if (!Array.isArray(list) || labels === undefined) {
    return fail(file, 'a list of images and a list of booleans', kindOf(value), next);
  }
  if (labels.length === 0 || list.length !== 2 * labels.length) {
    fail(file, 'two images a boolean, and one pair or more', `${list.length} images, ${labels.length} booleans`, next);
  }
  const images = list.map((image, index) => {
    const bytes = encodedImage(image);
    if (bytes && bytes.length > 0) return bytes;
    return fail(file, `encoded bytes as image ${index}`, kindOf(image), 'Encode the images as JPEG or PNG.');
  });
  return {
    images,
    positions: images.map(({ buffer, byteOffset }) =>
      buffer === whole.buffer ? byteOffset - whole.byteOffset : undefined,
    ),
    same: labels.map((label, index) => {
      if (label === true || label === 1) return true;
      if (label === false || label === 0) return false;
      return fail(file, `True or False for pair ${index}`, kindOf(label), next);
    }),
  };
}
