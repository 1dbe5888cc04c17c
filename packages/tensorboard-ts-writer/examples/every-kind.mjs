/*
 * Writes a training that never was, with every kind of event, for a look at TensorBoard's tabs. After a build:
 *
 *   node examples/every-kind.mjs runs/example [graph.pb]
 *   tensorboard --logdir runs/example
 *
 * graph.pb is a serialized GraphDef for the Graphs tab.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SummaryWriter } from 'tensorboard-ts-writer';

const [folder = 'runs/example', graphFile] = process.argv.slice(2);
const steps = 200;
const people = ['Ada', 'Emmy', 'Sofia', 'Maryam', 'Katherine', 'Grace'];

// Numbers that look random and are the same each time.
let seed = 1;
const uniform = () => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

/** Discs in a colour for each person, [count, sidePx, sidePx, 3]. */
function discs(persons, sidePx) {
  const pixels = new Uint8Array(persons.length * sidePx * sidePx * 3);
  const centre = (sidePx - 1) / 2;
  persons.forEach((person, n) => {
    const radius = sidePx * (0.3 + 0.15 * uniform());
    for (let y = 0; y < sidePx; y++) {
      for (let x = 0; x < sidePx; x++) {
        const inside = Math.hypot(x - centre, y - centre) < radius;
        const colour = inside ? [40 * person, 230 - 40 * person, 90 + 25 * person] : [245, 245, 245];
        pixels.set(colour, ((n * sidePx + y) * sidePx + x) * 3);
      }
    }
  });
  return { pixels, count: persons.length, width: sidePx, height: sidePx, channels: 3 };
}

/** One run, which ends the better the larger its margin. */
async function train(name, hparams) {
  const writer = await SummaryWriter.open(join(folder, name));
  const best = 0.8 + 0.3 * hparams.margin;
  let accuracy = 0;
  for (let step = 1; step <= steps; step++) {
    accuracy = best - 0.5 * Math.exp(-step / 50) + 0.005 * normal();
    writer.addScalar('loss/train', 12 * Math.exp(-step / 60) + 0.1 * uniform(), step);
    writer.addScalars('accuracy', { train: accuracy, test: accuracy - 0.03 - 0.01 * uniform() }, step);
    if (step % 20 !== 0) continue;
    const weights = Float32Array.from({ length: 1000 }, () => normal() * (0.2 + step / steps) + step / steps);
    writer.addHistogram('weights/fc', weights, step);
    const same = Array.from({ length: 400 }, () => uniform() < 0.5);
    const similarity = same.map(label => {
      return Math.min(1, Math.max(0, 0.4 + (label ? 0.3 : 0) * (step / steps) + 0.12 * normal()));
    });
    writer.addPrCurve('same person', same, similarity, step);
  }
  writer.addText(
    'config',
    `| option | value |\n|---|---|\n| margin | ${hparams.margin} |\n| loss | ${hparams.loss} |`,
    0,
  );
  writer.addHparams(hparams, { 'final/accuracy': accuracy }, steps);
  await writer.close();
}

for (const margin of [0.2, 0.35, 0.5]) {
  for (const loss of ['arcface', 'cosface']) await train(`${loss}-${margin}`, { margin, loss, flip: margin > 0.3 });
}

const writer = await SummaryWriter.open(join(folder, 'pictures'));
const each = people.map((_, person) => person);
writer.addImages('samples', discs([...each, ...each], 32), 0, { columns: 6 });
const gradient = Float32Array.from({ length: 64 * 64 }, (_, index) => (index % 64) / 63);
writer.addImage('gradient', { pixels: gradient, width: 64, height: 64, channels: 1 }, 0);
if (graphFile !== undefined) writer.addGraph(await readFile(graphFile));

const persons = Array.from({ length: 180 }, (_, index) => index % people.length);
const centres = people.map(() => Array.from({ length: 16 }, () => 2 * normal()));
const vectors = persons.flatMap(person => centres[person].map(value => value + 0.4 * normal()));
const metadata = { name: persons.map(person => people[person]), photo: persons.map((_, index) => String(index)) };
await writer.addEmbedding('faces', { vectors, dimensions: 16, metadata, images: discs(persons, 24) }, steps);
await writer.close();
