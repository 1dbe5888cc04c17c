import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { workspaceFolder } from '../../workspace-folder.js';
import { type BenchNet, benchNets } from '../bench-net.js';
import type { Stepper } from '../stepper.js';
import { takeTurns } from '../take-turns.js';
import { type BenchCrops, writeBenchCrops } from './bench-crops.js';
import type { EvalBench } from './eval-bench.js';
import { runOurs, runPython, startOurs, startPython } from './eval-programs.js';
import { fastestAlone } from './fastest-alone.js';
import { type OnnxSetUp, onnxSetUps, spinning } from './onnx-set-up.js';
import { checkedPhotos, checkSameEmbeddings, readEmbeddings } from './same-embeddings.js';

/** Nets that embed photos of the size of LFW's crops. */
const netNames = ['mobilefacenet', 'iresnet18'];
/** Photos of a turn, and of one while set-ups are tried. */
const [photosATurn, photosATry] = [512, 64];

/** What photos a run of our net takes. */
const ourSetUps = [1, 8, 16, 32, 64].map(batch => ({ name: `batch ${batch}`, batch }));

/** Photos and their mirror images to embeddings, against onnxruntime with the same weights. */
export async function* embeddingRows(bench: EvalBench): AsyncGenerator<BenchRow> {
  const folder = join(workspaceFolder, '.cache', 'bench', 'eval');
  const work = join(folder, 'embedding');
  await mkdir(work, { recursive: true });
  const file = join(work, 'crops.rgb');
  const photos = Math.min(photosATurn, bench.photos);
  const crops = await writeBenchCrops(file, { data: bench.data, photos, folder }, bench.say);
  for (const net of benchNets.filter(({ name }) => netNames.includes(name))) {
    yield await embeddingRow(bench, { net, crops, work, file });
  }
  await rm(work, { recursive: true });
}

interface EmbeddingWork {
  readonly net: BenchNet;
  readonly crops: BenchCrops;
  /** Folder of what the row makes. */
  readonly work: string;
  /** The crops. */
  readonly file: string;
}

async function embeddingRow(bench: EvalBench, { net, crops, work, file }: EmbeddingWork): Promise<BenchRow> {
  const { rounds, say } = bench;
  const python = await bench.python();
  const { embeddingSize: dimension, sidePx: side, title } = net;
  const name = `embedding with mirror image, ${title} ${dimension}-d, ${side}×${side}`;
  const [weights, models] = [join(work, `${net.name}.safetensors`), join(work, net.name)];
  await runOurs('our-weights', { net: net.name, dimension, crops: file, out: weights });
  await runPython(python, 'export', { net: net.name, weights, out: models });

  const checks = { ours: join(work, 'ours.f32'), theirs: join(work, 'theirs.f32') };
  const startOur = (turn: number, { batch }: { batch: number }): Promise<Stepper> =>
    startOurs('our-embedding', {
      net: net.name,
      dimension,
      weights,
      crops: file,
      batch,
      turn,
      check: checks.ours,
      checked: checkedPhotos,
    });
  const startTheir = (turn: number, { batch, preprocess, level, waiting }: OnnxSetUp): Promise<Stepper> => {
    const flags = { models, crops: file, side, turn, batch, preprocess, level, waiting };
    return startPython(python, 'embed', { ...flags, check: checks.theirs, checked: checkedPhotos });
  };
  const tried = { photos: Math.min(photosATry, crops.photos), say };
  const our = await fastestAlone(`ours, ${title}`, ourSetUps, setUp => startOur(tried.photos, setUp), tried);
  const startTried = (setUp: OnnxSetUp): Promise<Stepper> => startTheir(tried.photos, setUp);
  const sleeping = await fastestAlone('onnxruntime', onnxSetUps, startTried, tried);
  const their = await fastestAlone('onnxruntime', [sleeping, spinning(sleeping)], startTried, tried);

  say(`${name}: ${crops.photos} photos of ${crops.title}, ${our.name} against ${their.name}, ${rounds} rounds`);
  const { ours, theirs } = await takeTurns(
    () => startOur(crops.photos, our),
    () => startTheir(crops.photos, their),
    rounds,
  );
  const made = await readEmbeddings(checks.ours, dimension);
  checkSameEmbeddings(made, await readEmbeddings(checks.theirs, dimension), name);
  return {
    name,
    ours: (1000 * crops.photos) / ours.medianMs,
    opponent: (1000 * crops.photos) / theirs.medianMs,
    opponentName: `onnxruntime, ${their.name}`,
    unit: 'photos/s',
    ratio: theirs.medianMs / ours.medianMs,
    precision: 'float32',
    peakRssMiB: ours.peakRssMiB,
    opponentPeakRssMiB: theirs.peakRssMiB,
  };
}
