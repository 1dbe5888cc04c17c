import { type PipelineOptions, pipelineCommand, runCommand, UsageError } from '@arcface-ts/core';
import { evaluateEmbeddings } from './evaluation/evaluate-embeddings.js';
import { say } from './say.js';

const command = pipelineCommand(
  'eval:embeddings',
  'Verify embeddings that any tool made: FILE.npy [images, dimension], and FILE.txt with the name of each row.',
  ['pairs', 'folds', 'name'],
)
  .argument('<file.npy>', 'embeddings, as numpy.save writes them: float32 or float64')
  .action(async (file: string, { pairs, folds, name }: PipelineOptions) => {
    if (pairs === undefined) {
      throw UsageError.because({
        expected: '--pairs=FILE',
        received: 'none',
        place: 'eval:embeddings',
        next: 'It names the photos as FILE.txt does; --help says what a list looks like.',
      });
    }
    await evaluateEmbeddings({ workspace: process.cwd(), file, pairs, folds, name, say });
  });

await runCommand(command);
