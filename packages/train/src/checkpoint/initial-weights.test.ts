import { join } from 'node:path';
import { RandomStream, RunDirectory, UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import { disposeState, initialState } from '../step/training-state.js';
import { bitsOf } from '../testing/bits-of.js';
import { recordAt } from '../testing/checkpoint-record.js';
import { smallConfig } from '../testing/small-config.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { saveWeights } from './checkpoint.js';
import { checkElsewhere, readInitialWeights } from './initial-weights.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const data = { dataset: 'procedural', identities: ['1', '2'], crop: { name: 'celeba', version: 1, imageSizePx: 112 } };
let path: string;
let saved: Record<string, string>;

/** Weights of two classes, 1 and 2, with figures of a margin that remembers. */
beforeEach(async () => {
  path = join(temporaryFolder(), 'best');
  const { specs, optimizer } = assembleStep(smallConfig({ margin: { name: 'adaface' } }), 2);
  const state = initialState(specs, optimizer, RandomStream.fromSeed(7));
  await saveWeights(path, recordAt(3), state.parameters);
  saved = bitsOf(state.parameters);
  disposeState(state);
});

/** Reads them for a run of a config and classes; the bits of what it takes over. */
async function read(keys: Partial<TrainingConfigInput> = {}, dataKeys: Partial<typeof data> = {}) {
  const config = smallConfig(keys);
  const own = { ...data, ...dataKeys };
  const parts = assembleStep(config, own.identities.length);
  const { origin, parameters } = await readInitialWeights(path, { config, data: own, parts });
  const bits = bitsOf(parameters);
  tf.dispose(parameters);
  return { origin, bits, backbone: parts.model.parameters.map(({ name }) => name) };
}

const refusalOf = async (...run: Parameters<typeof read>): Promise<Error> => {
  const refusal = await read(...run).catch(error => error);
  expect(refusal).toBeInstanceOf(UsageError);
  return refusal;
};

describe('weights of another run', () => {
  it('are those of the backbone, to the bit, where the classes are others', async () => {
    const { origin, bits, backbone } = await read({}, { identities: ['1', '3'] });
    expect(bits).toEqual(Object.fromEntries(backbone.map(name => [name, saved[name]])));
    expect(origin).toEqual({ path, weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/), head: 'new' });
  });

  it('include the head where the classes are the very same, but not what the margin remembers', async () => {
    const { origin, bits, backbone } = await read({ margin: { name: 'adaface' } });
    expect(Object.keys(bits).sort()).toEqual([...backbone, 'centres'].sort());
    expect(bits['centres']).toBe(saved['centres']);
    expect(origin.head).toBe('taken');
  });

  it.each<[string, Parameters<typeof read>]>([
    ['in another order', [{}, { identities: ['2', '1'] }]],
    ['of another set', [{}, { dataset: 'celeba' }]],
    ['of a head of another form', [{ margin: { name: 'softmax' } }]],
    ['of a head of another shape', [{ margin: { name: 'subcentre-arcface' } }]],
  ])('leave the head out with classes %s', async (_, run) => {
    const { origin, bits } = await read(...run);
    expect(bits).not.toHaveProperty('centres');
    expect(origin.head).toBe('new');
  });

  it('leave no tensor behind, whether they fit or not', async () => {
    const tensors = tf.memory().numTensors;
    await read();
    await refusalOf({ model: { embeddingSize: 8 } });
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('weights that do not fit are refused, with both sides:', () => {
  it('another size of embedding', async () => {
    const { message } = await refusalOf({ model: { embeddingSize: 8 } });
    expect(message.replace(path, 'PATH')).toMatchInlineSnapshot(`
      "Expected weights of the net that this run trains, on the same crops, but received others, + as the run has it, − as the weights have it:
        + model mobilefacenet, embedding size 8, 112 px, rgb
        − model mobilefacenet, embedding size 16, 112 px, rgb
        + head.embedding.conv.kernel [1, 1, 512, 8]
        − head.embedding.conv.kernel [1, 1, 512, 16]
        + head.embedding.norm.scale [8]
        − head.embedding.norm.scale [16]
        + head.embedding.norm.offset [8]
        − head.embedding.norm.offset [16]
        + head.embedding.norm.mean [8]
        − head.embedding.norm.mean [16]
        + head.embedding.norm.variance [8]
        − head.embedding.norm.variance [16]
       (PATH). Name a checkpoint of this net, or set model and crop as in the config of its checkpoint.json."
    `);
  });

  it('another crop', async () => {
    const { message } = await refusalOf({}, { crop: { ...data.crop, version: 2 } });
    expect(message).toContain('\n  + crop celeba, version 2\n  − crop celeba, version 1\n (');
  });

  it('the same net that sees another part of the face', async () => {
    const squares = [{ leftPx: 0, topPx: 8, sidePx: 96, imageSizePx: 112 }];
    const { message } = await refusalOf({ model: { embeddingSize: 16, views: { photoSizePx: 128, squares } } });
    expect(message).toContain('\n  + views: 96 px at 0, 8, seen at 112 px\n  − views: the whole photo\n');
    const ownSize = squares.map(square => ({ ...square, imageSizePx: null }));
    const own = await refusalOf({ model: { embeddingSize: 16, views: { photoSizePx: 128, squares: ownSize } } });
    expect(own.message).toContain("\n  + views: 96 px at 0, 8, seen at the model's own size\n");
  });

  it('another net, of which the first parameters are named', async () => {
    const { message } = await refusalOf({ model: { name: 'iresnet18', imageSizePx: 16, embeddingSize: 16 } });
    expect(message).toContain(
      '\n  + model iresnet18, embedding size 16, 16 px, rgb\n  − model mobilefacenet, embedding size 16, 112 px, rgb\n  + stage1.1.norm.scale [64]\n',
    );
    expect(message).toMatch(/\n {2}… and \d+ more\n/);
  });

  it('another colour', async () => {
    const { message } = await refusalOf({ model: { colour: 'grey', embeddingSize: 16 } });
    expect(message).toMatch(
      /\+ model mobilefacenet, .+, grey\n {2}− model mobilefacenet, .+, rgb\n {2}\+ \S+ \[3, 3, 1, 64\]/,
    );
  });
});

it('refuses weights in the folder of the run itself, which move when it begins', () => {
  const runs = temporaryFolder();
  const run = RunDirectory.at(runs, 'face');
  expect(() => checkElsewhere(join(runs, 'face', 'best'), run)).toThrow(
    `Expected weights of another run to begin with but received ${join(runs, 'face', 'best')} for the run face (--init). ` +
      'Give the new run a name of its own by --name.',
  );
  expect(() => checkElsewhere(join(runs, 'face.1', 'best'), run)).not.toThrow();
});
