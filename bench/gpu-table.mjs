// Writes what bench/gpu.sh measured as Markdown. usage: gpu-table.mjs FOLDER RUN…
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...runs] = process.argv.slice(2);
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const lines = [
  '| net | batch | precision | pass | device | images/s | ms |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

for (const file of readdirSync(folder).filter(name => /^step-.*\.json$/.test(name))) {
  const { net, batchSize, precision, kind, device, imagesPerSecond, runMs } = read(join(folder, file));
  const figures = [imagesPerSecond, runMs].map(figure => figure.toFixed(1));
  lines.push(`| ${[net, batchSize, precision, kind, device, ...figures].join(' | ')} |`);
}

for (const run of runs) {
  try {
    const { epochs, steps, imagesPerSecond, dataWaitPercent, testAccuracy } = read(`runs/${run}/summary.json`);
    const accuracy = testAccuracy ?? read(`runs/${run}/eval/lfw.json`).accuracy.mean;
    const figures = [
      `${epochs} epochs, ${steps} steps at ${imagesPerSecond.toFixed(1)} images/s`,
      `data wait ${dataWaitPercent.toFixed(1)} %`,
      `accuracy ${(100 * accuracy).toFixed(2)} %`,
    ];
    lines.push('', `${run}: ${figures.join(', ')}`);
  } catch (error) {
    lines.push('', `${run}: ${error.message}`);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
