import { ArcfaceError, runCommand } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/detect';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { answerDetections, type DetectionFlags } from './answer-detections.js';
import { detectorPx } from './detector-images.js';
import { loadHuman } from './load-human.js';

const command = new Command('their-detector')
  .description('Time @vladmandic/human on decoded photos, turn by turn: see bench/data/README.md.')
  .requiredOption('--images <file>', 'decoded photos')
  .requiredOption('--check <file>', 'file for the number of faces')
  .requiredOption('--turn <n>', 'photos of a turn', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async (flags: DetectionFlags) => {
    startTensorflow({ device: 'cpu' });
    const human = await loadHuman();
    await answerDetections(flags, async images => {
      let found = 0;
      for (const image of images) {
        const input = tf.tensor4d(image, [1, detectorPx, detectorPx, 3], 'int32');
        const { face, error } = await human.detect(input);
        input.dispose();
        if (error) throw new ArcfaceError(error);
        if ((face[0]?.mesh.length ?? 0) > 0) found++;
      }
      return found;
    });
  });

await runCommand(command);
