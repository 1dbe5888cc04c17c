import { elementCount, RandomStream, UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferencePass, initializeParameters, type Parameters } from './model.js';
import { isTrained } from './parameter.js';
import { createModel, type ModelOptions, modelNames } from './registry.js';
import { newTensors } from './testing/new-tensors.js';
import { trainingPass } from './testing/training-pass.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const batch = 3;
const embeddingSize = 16;

/** Each kind of net in its smallest form: the larger IResNets only repeat blocks of the first. */
const computed: [string, Omit<ModelOptions, 'embeddingSize'>][] = [
  ['mobilefacenet', {}],
  ['resnet18', { imageSizePx: 64 }],
  ['resnet18', { imageSizePx: 48, colour: 'grey' }],
  ['resnet50', { imageSizePx: 64 }],
  ['iresnet18', { imageSizePx: 32 }],
  ['iresnet18', { imageSizePx: 32, width: 0.25 }],
  ['resnet_face18', { imageSizePx: 32 }],
  ['resnet_face18', { imageSizePx: 32, useSe: true }],
  ['lenet++', {}],
];

describe.each(modelNames)('%s', name => {
  const model = createModel(name, { embeddingSize });
  const { imageSizePx } = model;

  it('is registered under its own name and takes the embedding size it is asked for', () => {
    expect(model).toMatchObject({ name, embeddingSize });
  });

  it('names every parameter once', () => {
    const names = model.parameters.map(spec => spec.name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('draws the same first values from the same seed, and other kernels from another', () => {
    const firstValues = (seed: number) =>
      model.parameters.map(({ name, role, initialize }) => {
        const values = new Float32Array(4);
        initialize(values, RandomStream.fromSeed(seed).split(name));
        return { role, values: values.join() };
      });
    const once = firstValues(1);
    expect(firstValues(1)).toEqual(once);
    const kernels = (drawn: typeof once) => drawn.filter(({ role }) => role === 'kernel').map(({ values }) => values);
    expect(new Set([...kernels(once), ...kernels(firstValues(2))]).size).toBe(2 * kernels(once).length);
  });

  it('refuses photos of another size', () => {
    const larger = tf.zeros([1, imageSizePx + 32, imageSizePx + 32, 3]) as tf.Tensor4D;
    expect(() => model.embed(larger, inferencePass({}))).toThrow(
      `Expected images of shape [batch, ${imageSizePx}, ${imageSizePx}, 3] but received [1, ${imageSizePx + 32}, ${imageSizePx + 32}, 3]`,
    );
    larger.dispose();
  });

  it.each([0, 7, 112.5])('refuses to be made for photos of %d px', size => {
    const make = () => createModel(name, { embeddingSize, imageSizePx: size });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(`but received ${size} (${name})`);
  });
});

describe.each(computed)('%s with %j', (name, sizes) => {
  const model = createModel(name, { embeddingSize, ...sizes });
  const { imageSizePx } = model;
  const trainedNames = model.parameters.filter(isTrained).map(spec => spec.name);
  const normNames = model.parameters
    .filter(({ role }) => role === 'mean')
    .map(spec => spec.name.replace(/\.mean$/, ''));
  let parameters: Parameters;
  let images: tf.Tensor4D;

  beforeAll(() => {
    parameters = initializeParameters(model.parameters, RandomStream.fromSeed(1));
    images = tf.randomUniform([batch, imageSizePx, imageSizePx, 3], -1, 1, 'float32', 5);
  });
  afterAll(() => tf.dispose([parameters, images]));

  it('embeds photos as finite vectors, different for different photos, and leaves no tensor behind', () => {
    const embed = () => tf.tidy(() => model.embed(images, inferencePass(parameters)));
    const embeddings = embed();
    expect(embeddings.shape).toEqual([batch, embeddingSize]);
    const rows = embeddings.arraySync();
    expect(rows.flat().every(Number.isFinite)).toBe(true);
    expect(new Set(rows.map(row => row.join())).size).toBe(batch);
    tf.dispose(embeddings);
    expect(newTensors(embed)).toBe(0);
  });

  it('embeds grey photos as it does the same photos in three equal channels', () => {
    const differences = tf.tidy(() => {
      const grey = tf.slice(images, [0, 0, 0, 0], [-1, -1, -1, 1]);
      const pass = inferencePass(parameters);
      const embeddings = model.embed(grey, pass);
      const apart = tf.sub(embeddings, model.embed(tf.tile(grey, [1, 1, 1, 3]), pass));
      return [apart, embeddings].map(value => tf.max(tf.abs(value)).dataSync()[0]) as [number, number];
    });
    expect(differences[0]).toBeLessThan(1e-4 * differences[1]);
  });

  it('embeds a photo alike alone and among others', () => {
    const rows = tf.tidy(() => {
      const photo = tf.slice(images, [1, 0, 0, 0], [1, -1, -1, -1]);
      const alone = model.embed(photo, inferencePass(parameters)).arraySync()[0];
      return [alone, model.embed(images, inferencePass(parameters)).arraySync()[1]] as [number[], number[]];
    });
    const scale = Math.max(...rows[1].map(Math.abs));
    rows[0].forEach((value, i) => {
      expect(Math.abs(value - (rows[1][i] as number))).toBeLessThan(1e-4 * scale);
    });
  });

  it('uses every parameter in a pass, whether it trains or not', () => {
    const { pass, dispose } = trainingPass(parameters);
    const used = { training: new Set<string>(), inference: new Set<string>() };
    const noting = (kind: keyof typeof used, inner: typeof pass) => ({
      ...inner,
      parameter: (parameter: string) => {
        used[kind].add(parameter);
        return inner.parameter(parameter);
      },
    });
    tf.tidy(() => void model.embed(images, noting('training', pass)));
    tf.tidy(() => void model.embed(images, noting('inference', inferencePass(parameters))));
    dispose();
    expect([...used.training].sort()).toEqual([...trainedNames].sort());
    expect([...used.inference].sort()).toEqual(model.parameters.map(spec => spec.name).sort());
  });

  it('reports the moments of each batch norm once, and leaves no other tensor behind', () => {
    const { pass, moments } = trainingPass(parameters);
    const added = newTensors(() => {
      tf.tidy(() => void model.embed(images, pass));
      return moments.flatMap(({ mean, variance }) => [mean, variance]);
    });
    expect(moments.map(({ layer }) => layer).sort()).toEqual([...normNames].sort());
    expect(added).toBe(0);
  });

  it.each([true, false])('carries a gradient to the trained parameters, with training: %j', training => {
    const { pass: ownMoments, dispose } = trainingPass(parameters);
    const pass = training ? ownMoments : inferencePass(parameters);
    const lengths = tf.tidy(() => {
      const directions = tf.randomNormal([batch, embeddingSize], 0, 1, 'float32', 3);
      // At first values, offsets of 0, a norm's scale hardly counts: PReLU hands it on and the next norm removes it.
      const shaken = trainedNames.map((name, i) => {
        const value = parameters[name] as tf.Tensor;
        if (value.rank > 1) return value;
        return tf.add(value, tf.randomNormal(value.shape, 0, 0.1, 'float32', i));
      });
      const loss = (...values: tf.Tensor[]) => {
        const given = new Map(trainedNames.map((name, i) => [name, values[i] as tf.Tensor]));
        const parameter = (name: string) => given.get(name) ?? (parameters[name] as tf.Tensor);
        return tf.sum(tf.mul(model.embed(images, { ...pass, parameter }), directions));
      };
      return tf
        .grads(loss)(shaken)
        .map(gradient => tf.norm(gradient).dataSync()[0] as number);
    });
    dispose();
    expect(lengths.every(Number.isFinite)).toBe(true);
    // Rounding alone is some 1e-5. In training what is added has no more where only a linear layer and a norm follow.
    const required = trainedNames.map((name, i) => ({ name, length: lengths[i] as number }));
    const cutOff = required.filter(({ name, length }) => length < 1e-4 && !(training && /\.(offset|bias)$/.test(name)));
    expect(cutOff).toEqual([]);
  });

  it('infers what it computed in training once the running moments are those of the batch', async () => {
    // Each norm divides by the biased variance and reports the unbiased one: count / (count − 1) times as much.
    const { kernels } = await tf.profile(() => tf.tidy(() => model.embed(images, inferencePass(parameters))));
    const counts = kernels
      .filter(kernel => kernel.name.startsWith('ArcfaceScaleShift'))
      .map(({ outputShapes: [shape] }) => elementCount(shape?.slice(0, -1) as number[]));
    expect(counts.length).toBe(normNames.length);
    const { pass, moments, dispose } = trainingPass(parameters);
    const differences = tf.tidy(() => {
      const trained = model.embed(images, pass);
      const running = { ...parameters };
      for (const [i, { layer, mean, variance }] of moments.entries()) {
        const count = counts[i] as number;
        running[`${layer}.mean`] = mean;
        running[`${layer}.variance`] = tf.mul(variance, (count - 1) / count);
      }
      return tf.max(tf.abs(tf.sub(trained, model.embed(images, inferencePass(running))))).dataSync()[0];
    });
    dispose();
    // The last norm makes the embeddings about 1; rounding grows through fifty norms before it.
    expect(differences).toBeLessThan(5e-3);
  });
});

it('refuses squeeze and excitation for a model that has none', () => {
  expect(() => createModel('lenet++', { embeddingSize, useSe: true })).toThrow(
    new UsageError(
      'Expected useSe of one of the models resnet_face18 but received lenet++ (model of the config). Leave useSe out: this model has no squeeze and excitation.',
    ),
  );
});

it.each(modelNames)('%s is made for the other colour too, with a first kernel for its channels', name => {
  const channels = (['rgb', 'grey'] as const).map(colour => {
    const model = createModel(name, { embeddingSize, colour });
    expect(model.colour).toBe(colour);
    return model.parameters.find(({ name }) => name.endsWith('conv.kernel'))?.shape[2];
  });
  expect(channels).toEqual([3, 1]);
});

it.each(['resnet', 'constructor', ''])('refuses the name %j and lists those that exist', name => {
  expect(() => createModel(name, { embeddingSize })).toThrow(
    new UsageError(
      `Expected a model out of ${modelNames.join(', ')} but received ${JSON.stringify(name)} (model.name of the config).`,
    ),
  );
});

it('refuses another width for a model that has one', () => {
  expect(() => createModel('mobilefacenet', { embeddingSize, width: 0.5 })).toThrow(
    new UsageError(
      'Expected a width of one of the models iresnet18, iresnet34, iresnet50, iresnet100 but received mobilefacenet with 0.5 (model of the config). Leave width out: this model has one width.',
    ),
  );
});
