import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventWriteError } from '../event-file-error.js';
import { pngOf } from '../images/png.js';
import { checkEmbeddingTag, type Embedding, vectorsOf } from './embedding.js';
import { metadataTsv } from './metadata-tsv.js';
import { type ProjectorEntry, withEmbedding } from './projector-config.js';
import { spriteOf } from './sprite.js';
import { tensorsTsv } from './tensors-tsv.js';

/** The files of an embedding, complete in memory, and how the config names them. */
export interface EmbeddingFiles {
  readonly folder: string;
  readonly contents: ReadonlyMap<string, string | Uint8Array | Iterable<string>>;
  readonly entry: ProjectorEntry;
}

/**
 * Makes the files of an embedding: `<step>/<tag>/tensors.tsv`, `metadata.tsv` and `sprite.png`, as PyTorch names them.
 * @throws RangeError for what cannot be, see Embedding
 */
export function embeddingFiles(tag: string, embedding: Embedding, step: number): EmbeddingFiles {
  checkEmbeddingTag(tag);
  const { dimensions, metadata, images } = embedding;
  const vectors = vectorsOf(tag, embedding);
  const count = vectors.length / dimensions;
  const steps = String(step).padStart(5, '0');
  // A tag of dots is no folder's name, and one with slashes would be several.
  const folder = `${steps}/${encodeURIComponent(tag).replace(/^\.+$/, dots => dots.replaceAll('.', '%2E'))}`;
  const contents = new Map<string, string | Uint8Array | Iterable<string>>();
  contents.set('tensors.tsv', tensorsTsv(vectors, dimensions));
  if (metadata) contents.set('metadata.tsv', metadataTsv(tag, metadata, count));
  if (images) contents.set('sprite.png', pngOf(spriteOf(tag, images, count)).encoded);
  const entry = {
    tensorName: `${tag}:${steps}`,
    tensorPath: `${folder}/tensors.tsv`,
    ...(metadata ? { metadataPath: `${folder}/metadata.tsv` } : {}),
    ...(images ? { sprite: { path: `${folder}/sprite.png`, width: images.width, height: images.height } } : {}),
  };
  return { folder, contents, entry };
}

/**
 * Writes the files of an embedding into a run's folder, and then names them in its projector_config.pbtxt.
 * @throws EventWriteError with the path of the file that could not be written
 */
export async function writeEmbedding(runFolder: string, { folder, contents, entry }: EmbeddingFiles): Promise<void> {
  await written(join(runFolder, folder), async path => {
    await mkdir(path, { recursive: true });
  });
  for (const [name, content] of contents) {
    await written(join(runFolder, folder, name), path => writeFile(path, content));
  }
  await written(join(runFolder, 'projector_config.pbtxt'), async path => {
    const config = withEmbedding(await textOf(path), entry);
    // Renamed into its place: TensorBoard never reads half a config.
    const unfinished = `${path}.${process.pid}`;
    await writeFile(unfinished, config);
    await rename(unfinished, path);
  });
}

async function written(path: string, write: (path: string) => Promise<void>): Promise<void> {
  try {
    await write(path);
  } catch (error) {
    throw new EventWriteError(
      path,
      'to write a file of an embedding',
      error,
      'Make room, and log the embedding again.',
    );
  }
}

/** The text of a file; none when it is not there. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
