import { join } from 'node:path';
import { wholePhoto } from '../decoding/crop-frame.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import { allocateSlab } from '../decoding/slab.js';
import { contactSheet } from '../loading/contact-sheet.js';
import type { ProblemGroup } from './problem-groups.js';
import type { ProblemSheets } from './report-page.js';

const sidePx = 96;
/** Photos of a problem that are shown. */
const shownPhotos = 6;
/** Problems of a kind that are shown, as in the text. */
const shownProblems = 10;

/**
 * The photos of the first ten problems of each kind, side by side, as data URIs. Photos that cannot be decoded are black.
 * @param options.root of the set   @param options.againstRoot of the set that it was compared with
 */
export async function problemSheets(
  groups: readonly ProblemGroup[],
  options: { root: string; againstRoot?: string | undefined; pool: DecodePool },
): Promise<ProblemSheets> {
  const sheets: Record<string, string[]> = {};
  for (const { kind, all } of groups) {
    sheets[kind] = [];
    for (const { photos, others } of all.slice(0, shownProblems)) {
      const own = photos.map(({ path }) => join(options.root, path));
      const compared = others.map(path => join(options.againstRoot ?? options.root, path));
      sheets[kind].push(await sheetOf([...own, ...compared].slice(0, shownPhotos), options.pool));
    }
  }
  return sheets;
}

async function sheetOf(files: readonly string[], pool: DecodePool): Promise<string> {
  const bytes = sidePx * sidePx * 3;
  const slab = allocateSlab(files.length * bytes);
  const tasks = files.map((path, index) => ({
    image: { path },
    frame: wholePhoto,
    byteOffset: index * bytes,
    gain: 1,
    bias: 0,
  }));
  await pool.decode(slab, tasks, { sizePx: sidePx });
  const images = new Uint8Array(slab, 0, files.length * bytes);
  const { png } = await contactSheet(images, { count: files.length, sidePx, columns: files.length });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
