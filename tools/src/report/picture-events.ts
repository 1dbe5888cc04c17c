import { contactSheet, photoSize, pngFromSvg } from '@arcface-ts/data';
import {
  type Embeddings,
  embeddingNorms,
  paintedChart,
  type ReportCharts,
  type VerificationPair,
} from '@arcface-ts/eval';
import { SummaryWriter } from 'tensorboard-ts-writer';
import type { CropPixels } from './crop-pictures.js';

/** Pairs side by side in a picture of the hardest ones. */
const pairsPerRow = 4;

export interface PictureEvents {
  /** First part of every tag, so that drawn faces never stand under the name of a real set. */
  readonly dataset: string;
  readonly step: number;
  readonly charts: ReportCharts;
  /** Squared distance of each pair, and whether it shows one person. */
  readonly distances: Float64Array;
  readonly pairs: readonly VerificationPair[];
  /** Crops of the pairs that were decided wrongly by most, two a pair; none where photos are not at hand. */
  readonly hardest?: { readonly falseAccepts: CropPixels; readonly falseRejects: CropPixels } | undefined;
  /** Photos of some people for the projector. */
  readonly people?: PeopleToProject;
}

export interface PeopleToProject {
  /** Rows of the embeddings. */
  readonly rows: readonly number[];
  readonly embeddings: Embeddings;
  readonly labels: { readonly person: readonly string[]; readonly photo: readonly string[] };
  readonly crops: CropPixels;
}

/** Adds what a report shows to the events of an evaluation, in an event file of its own beside that of the figures. */
export async function writePictureEvents(folder: string, events: PictureEvents): Promise<void> {
  const { dataset, step, charts, distances, pairs, hardest, people } = events;
  await using writer = await SummaryWriter.open(folder, { filenameSuffix: '.report' });
  for (const [name, svg] of Object.entries(charts)) {
    const encoded = await pngFromSvg(paintedChart(svg), { zoom: 2 });
    writer.addImage(`${dataset}/chart_${name}`, { encoded, ...(await photoSize(encoded)), channels: 3 }, step);
  }
  // 1 − d/4 lies in [0, 1] and rises with likeness: no probability, but in the order of one.
  const likeness = distances.map(distance => Math.min(1, Math.max(0, 1 - distance / 4)));
  writer.addPrCurve(
    `${dataset}/same_person`,
    pairs.map(pair => pair.same),
    likeness,
    step,
  );
  for (const [name, { pixels, sidePx }] of Object.entries(sheetsOf(hardest))) {
    const count = pixels.length / (3 * sidePx * sidePx);
    if (count === 0) continue;
    const columns = Math.min(count, 2 * pairsPerRow);
    const { png, widthPx, heightPx } = await contactSheet(pixels, { count, sidePx, columns });
    writer.addImage(
      `${dataset}/hardest_${name}`,
      { encoded: png, width: widthPx, height: heightPx, channels: 3 },
      step,
    );
  }
  if (people) await addPeople(writer, people, { dataset, step });
}

function sheetsOf(hardest: PictureEvents['hardest']): Record<string, CropPixels> {
  return hardest === undefined ? {} : { false_accepts: hardest.falseAccepts, false_rejects: hardest.falseRejects };
}

/** Directions of the embeddings: their lengths say nothing about who it is. */
async function addPeople(
  writer: SummaryWriter,
  { rows, embeddings, labels, crops }: PeopleToProject,
  { dataset, step }: { dataset: string; step: number },
): Promise<void> {
  const { data, dimension } = embeddings;
  const norms = embeddingNorms(embeddings);
  const vectors = new Float32Array(rows.length * dimension);
  for (const [place, row] of rows.entries()) {
    const vector = data.subarray(row * dimension, (row + 1) * dimension);
    vectors.set(
      vector.map(value => value / (norms[row] as number)),
      place * dimension,
    );
  }
  const { pixels, sidePx } = crops;
  const images = { pixels, count: rows.length, width: sidePx, height: sidePx, channels: 3 };
  await writer.addEmbedding(`${dataset}/people`, { vectors, dimensions: dimension, metadata: labels, images }, step);
}
