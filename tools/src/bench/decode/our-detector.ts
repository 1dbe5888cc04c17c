import { runCommand } from '@arcface-ts/core';
import { humanDetector, startTensorflow } from '@arcface-ts/detect';
import { Command } from 'commander';
import { answerDetections, type DetectionFlags } from './answer-detections.js';

const batchSize = 8;

const command = new Command('our-detector')
  .description('Time our detector on decoded photos, turn by turn: see bench/data/README.md.')
  .requiredOption('--images <file>', 'decoded photos')
  .requiredOption('--check <file>', 'file for the number of faces')
  .requiredOption('--turn <n>', 'photos of a turn', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async (flags: DetectionFlags) => {
    startTensorflow({ device: 'cpu' });
    const detector = await humanDetector({ batchSize });
    await answerDetections(flags, async images => {
      let found = 0;
      for (let first = 0; first < images.length; first += batchSize) {
        const part = images.slice(first, first + batchSize);
        const batch = new Uint8Array(batchSize * detector.imageSizePx ** 2 * 3);
        for (const [i, image] of part.entries()) batch.set(image, i * image.length);
        const faces = await detector.detect(batch, { count: part.length, choice: 'central' });
        found += faces.filter(face => face !== undefined).length;
      }
      return found;
    });
  });

await runCommand(command);
