import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countParameters, createModel } from '@arcface-ts/models';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { benchNets, stepRowName } from './bench-net.js';

const python = readFileSync(join(workspaceFolder, 'bench', 'pytorch', 'nets.py'), 'utf8');

/** A number of the net's line in nets.py: `"iresnet18": Net(IResNet18, embedding_size=512, …)`. */
function numberInPython(net: string, key: string): number {
  const text = new RegExp(`"${net}": Net\\(.*\\b${key}=([\\d_]+)`).exec(python)?.[1];
  return Number(text?.replaceAll('_', ''));
}

it.each(benchNets)('$name is the same work on both sides', ({ name, embeddingSize, batchSize, sidePx }) => {
  const model = createModel(name, { embeddingSize });
  expect({
    sidePx: model.imageSizePx,
    parameters: countParameters(model.parameters),
    embeddingSize,
    batchSize,
  }).toEqual({
    sidePx: numberInPython(name, 'size'),
    parameters: numberInPython(name, 'parameters'),
    embeddingSize: numberInPython(name, 'embedding_size'),
    batchSize: numberInPython(name, 'batch'),
  });
  expect(sidePx).toBe(model.imageSizePx);
});

it("keeps the name under which MobileFaceNet's first rows were published", () => {
  expect(stepRowName(benchNets[0] as (typeof benchNets)[number], 'eager')).toBe(
    'training step, MobileFaceNet 128-d, batch 64, 112×112, eager',
  );
});
