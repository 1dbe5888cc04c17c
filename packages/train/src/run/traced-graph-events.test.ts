import { execFileSync } from 'node:child_process';
import { compile, startTensorflow, Variables } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { readRun, SummaryWriter } from 'tensorboard-ts-writer';
import { beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';

const python = process.env['TENSORBOARD_PYTHON'];
let graphDef: Uint8Array;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  const weight = tf.ones([3, 2]);
  const variables = await Variables.create({ weight });
  weight.dispose();
  const inputs = { x: { shape: [4, 3], dtype: 'float32' } } as const;
  compile(({ x }, values) => ({ outputs: { y: tf.matMul(x as tf.Tensor2D, values['weight'] as tf.Tensor2D) } }), {
    name: 'product',
    variables,
    inputs,
  });
  graphDef = variables.graphDef();
  variables.dispose();
});

/** A run's folder with the graph. */
async function runWithGraph(): Promise<string> {
  const folder = temporaryFolder();
  const writer = await SummaryWriter.open(folder);
  writer.addGraph(graphDef);
  await writer.close();
  return folder;
}

it('a compiled graph is an event, byte by byte', async () => {
  const graphs: unknown[] = [];
  for await (const { what } of readRun(await runWithGraph())) if (what.case === 'graphDef') graphs.push(what.value);
  expect(graphs).toEqual([new Uint8Array(graphDef)]);
});

it.skipIf(!python)('TensorBoard finds its nodes', async () => {
  const code = `
import sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1])
events.Reload()
print(*[node.op for node in events.Graph().node])
`;
  const ops = execFileSync(python as string, ['-c', code, await runWithGraph()], { encoding: 'utf8' })
    .trim()
    .split(' ');
  expect(ops).toEqual(expect.arrayContaining(['VarHandleOp', 'Placeholder', 'ReadVariableOp', 'BatchMatMulV2']));
});
