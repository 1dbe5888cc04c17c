import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataSummary, dataSummarySchema, type ManifestRecord } from '@arcface-ts/core';
import { cropOf, defaultCrop, storedSidePx } from '@arcface-ts/data';

/** The size of CelebA. */
export const celebaSize = { photos: 202_599, identities: 10_177 } as const;

const shard = '00000.tfrecord';

/** The line of a photo in a manifest; all photos share one crop. */
function recordOf(index: number, identities: number, length: number): ManifestRecord {
  return {
    path: `Img/img_align_celeba/${String(index + 1).padStart(6, '0')}.jpg`,
    // As in CelebA, whose photos of one person lie anywhere.
    identity: String(((index * 7919) % identities) + 1),
    sizePx: [178, 218],
    landmarks: [
      [69.123, 109.456],
      [106.789, 113.012],
      [77.345, 142.678],
      [73.901, 152.234],
      [108.567, 154.89],
    ],
    alignedBy: 'annotation',
    crop: { shard, position: 0, length },
  };
}

/** A manifest of so many photos and its summary, as `data:faces` writes them. */
export function syntheticManifest({ photos, identities }: { photos: number; identities: number }): {
  manifest: string;
  summary: DataSummary;
} {
  const crop = cropOf(defaultCrop);
  const length = storedSidePx(crop) ** 2 * 3;
  const lines = Array.from({ length: photos }, (_, i) => `${JSON.stringify(recordOf(i, identities, length))}\n`);
  const manifest = lines.join('');
  const manifestSha256 = createHash('sha256').update(manifest).digest('hex');
  const summary = dataSummarySchema.parse({
    schema: 1,
    set: 'celeba',
    dataset: 'synthetic',
    root: '/',
    photos,
    aligned: photos,
    missed: 0,
    unreadable: 0,
    identities,
    rowsWithoutPhoto: 0,
    crop: { ...crop, encoding: 'raw', folder: 'crops' },
    detector: 'none',
    manifestSha256,
    shards: 1,
    bytes: length,
    seconds: 0,
    fingerprint: manifestSha256,
  });
  return { manifest, summary };
}

/** Writes a prepared set of CelebA's size into a cache: every row of it leads to the same grey crop. */
export async function writeSyntheticSet(cacheFolder: string): Promise<void> {
  const { manifest, summary } = syntheticManifest(celebaSize);
  const folder = join(cacheFolder, summary.set);
  await mkdir(join(folder, summary.crop.folder), { recursive: true });
  await writeFile(join(folder, summary.crop.folder, shard), Buffer.alloc(summary.bytes, 128));
  await writeFile(join(folder, 'manifest.jsonl'), manifest);
  await writeFile(join(folder, 'summary.json'), JSON.stringify(summary));
}
