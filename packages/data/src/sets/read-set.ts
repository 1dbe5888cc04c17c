import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { faceTemplate } from '../alignment/face-template.js';
import { celebaIdentityFile, readCeleba } from './celeba.js';
import { celebaLandmarksFile, readCelebaLandmarks } from './celeba-landmarks.js';
import type { FacePhoto } from './face-photo.js';
import { readFolderOfPeople } from './formats/folder-of-people.js';
import { readImageList } from './formats/image-list.js';
import { openInsightfaceRecords } from './formats/insightface-record.js';
import { hasLfwPairs, readLfw } from './lfw.js';

/** What is in the folder of a set. */
export interface SetContent {
  readonly photos: readonly FacePhoto[];
  /** Rows of the annotation for which no photo is there. */
  readonly rowsWithoutPhoto: number;
  /** Absolute paths of the files that say who and what the photos are. */
  readonly annotations: readonly string[];
}

/** Names of insightface's sets, whose photos are aligned to the template already. */
const records = { rec: 'train.rec', idx: 'train.idx' } as const;

/** Lines of a path and an identity. */
const imageList = 'list.txt';

/**
 * Reads a set by what its folder looks like: CelebA, LFW with its pairs, insightface's records, a list of images, or a folder for each
 * person.
 */
export async function readSet(folder: string): Promise<SetContent> {
  if (existsSync(join(folder, celebaIdentityFile))) return celeba(folder);
  if (hasLfwPairs(folder)) return lfw(folder);
  if (existsSync(join(folder, records.rec))) return insightface(folder);
  if (existsSync(join(folder, imageList))) return listed(folder);
  return { photos: (await readFolderOfPeople(folder)).photos, rowsWithoutPhoto: 0, annotations: [] };
}

async function celeba(folder: string): Promise<SetContent> {
  const { photos, rowsWithoutPhoto } = await readCeleba(folder);
  const landmarks = await readCelebaLandmarks(folder);
  const files = [celebaIdentityFile, ...(landmarks ? [celebaLandmarksFile] : [])];
  const annotated = photos.map(photo => {
    const points = landmarks?.get(photo.path.slice(photo.path.lastIndexOf('/') + 1));
    return points === undefined ? photo : { ...photo, landmarks: points };
  });
  return { photos: annotated, rowsWithoutPhoto, annotations: files.map(file => join(folder, file)) };
}

async function lfw(folder: string): Promise<SetContent> {
  const { photos, pairsFile } = await readLfw(folder);
  return { photos, rowsWithoutPhoto: 0, annotations: [pairsFile] };
}

async function listed(folder: string): Promise<SetContent> {
  const file = join(folder, imageList);
  return { photos: await readImageList(file), rowsWithoutPhoto: 0, annotations: [file] };
}

async function insightface(folder: string): Promise<SetContent> {
  const files = await openInsightfaceRecords({ rec: join(folder, records.rec), idx: join(folder, records.idx) });
  try {
    const photos = files.images.map(
      ({ index, label, position, bytes }): FacePhoto => ({
        path: `${records.rec}#${index}`,
        identity: String(label),
        landmarks: faceTemplate,
        part: { file: records.rec, position, length: bytes },
      }),
    );
    return { photos, rowsWithoutPhoto: 0, annotations: [join(folder, records.idx)] };
  } finally {
    await files.close();
  }
}
