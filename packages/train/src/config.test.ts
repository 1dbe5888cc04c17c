import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { trainingConfigSchema } from './config.js';
import { face } from './configs/face.js';
import { configs } from './configs/index.js';

const least = {
  margin: { name: 'normface' },
  optimizer: { name: 'sgd' },
  learningRate: { schedule: 'constant', base: 0.1 },
  epochs: 1,
  batchSize: 8,
  augmentation: {},
  validation: {},
  model: {},
};

function faultsOf(config: unknown): string {
  const { error } = trainingConfigSchema.safeParse(config);
  return error === undefined ? 'none' : z.prettifyError(error);
}

it('names every fault of a config at once, with its path', () => {
  const { epochs: _, ...withoutEpochs } = face;
  const config = {
    ...withoutEpochs,
    batchSise: 32,
    model: { ...face.model, embedingSize: 128 },
    margin: { name: 'arcface', angularMargin: 3 },
    marginRamp: { steps: 10, epochs: 1 },
    optimizer: { name: 'rmsprop' },
    clipNorm: 0,
    validation: { holdOut: 1 },
    seed: 0.5,
  };
  expect(faultsOf(config)).toMatchInlineSnapshot(`
    "✖ Unrecognized key: "batchSise"
    ✖ Unrecognized key: "embedingSize"
      → at model
    ✖ Expected exactly one of { steps: whole number }, { epochs: number } and { percent: 0 to 100 } but received {"steps":10,"epochs":1}.
      → at marginRamp
    ✖ Too small: expected number to be >0
      → at clipNorm
    ✖ Invalid input: expected number, received undefined
      → at epochs
    ✖ Invalid input: expected int, received number
      → at seed
    ✖ Too big: expected number to be <=1.5707963267948966
      → at margin.angularMargin
    ✖ Invalid discriminator value. Expected 'sgd' | 'adam'
      → at optimizer.name
    ✖ Too big: expected number to be <1
      → at validation.holdOut"
  `);
});

it('fills in every key that is left out', () => {
  expect(trainingConfigSchema.parse(least)).toMatchInlineSnapshot(`
    {
      "accumulate": 1,
      "augmentation": {
        "brightness": 0,
        "contrast": 0,
        "cutOut": 0,
        "grey": 0,
        "jpeg": 0,
        "lowResolution": 0,
        "mirror": 0.5,
        "rotation": 0,
        "scale": 0,
        "shift": 0,
        "tint": 0,
      },
      "batchSize": 8,
      "checkpointEvery": {
        "epochs": 1,
      },
      "clipNorm": 5,
      "crop": "aligned-112",
      "earlyStop": null,
      "epochs": 1,
      "focalFocus": 0,
      "frozenBackbone": {
        "steps": 0,
      },
      "labelSmoothing": 0,
      "learningRate": {
        "base": 0.1,
        "schedule": "constant",
      },
      "logEverySteps": 10,
      "margin": {
        "name": "normface",
        "scale": 64,
      },
      "marginRamp": {
        "steps": 0,
      },
      "maxCorruptFraction": 0.01,
      "maxStepsPerEpoch": null,
      "minPhotosPerIdentity": 2,
      "model": {
        "colour": null,
        "embeddingSize": 128,
        "imageSizePx": null,
        "members": 1,
        "name": "mobilefacenet",
        "useSe": false,
        "views": null,
        "width": 1,
      },
      "optimizer": {
        "momentum": 0.9,
        "name": "sgd",
        "nesterov": false,
        "weightDecay": 0.0005,
      },
      "precision": "float32",
      "sampler": {
        "name": "shuffled",
      },
      "seed": 1,
      "sets": [
        "celeba",
      ],
      "validation": {
        "every": {
          "epochs": 1,
        },
        "holdOut": 0.05,
        "pairs": 2000,
      },
      "weightAverage": {
        "steps": 0,
      },
    }
  `);
});

it.each(Object.keys(configs))('accepts the shipped config %s, and its resolved form as it stands', name => {
  const resolved = trainingConfigSchema.parse(configs[name]);
  expect(trainingConfigSchema.parse(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
});

describe('focal loss', () => {
  it('is refused beside label smoothing, which it does not take', () => {
    expect(faultsOf({ ...least, focalFocus: 2, labelSmoothing: 0.1 })).toBe(
      '✖ Expected labelSmoothing 0 beside a focalFocus above 0, since the focal loss takes no smoothing ' +
        'but received 0.1 beside 2 (config). Set one of them to 0.\n  → at labelSmoothing',
    );
  });

  it.each([
    { focalFocus: 2, labelSmoothing: 0 },
    { focalFocus: 0, labelSmoothing: 0.1 },
  ])('is accepted as $focalFocus with a smoothing of $labelSmoothing', keys => {
    expect(faultsOf({ ...least, ...keys })).toBe('none');
  });
});

it('refuses parts that do not share the batch out', () => {
  expect(faultsOf({ ...least, batchSize: 64, accumulate: 3 })).toBe(
    '✖ Expected a divisor of batchSize 64 but received 3 (config). Change accumulate or batchSize (--photos).\n  → at accumulate',
  );
  expect(faultsOf({ ...least, batchSize: 64, accumulate: 4 })).toBe('none');
});

describe('sphereface', () => {
  const margin = { name: 'sphereface' };

  it('is refused beside a ramp, since its λ has a schedule of its own', () => {
    expect(faultsOf({ ...least, margin, marginRamp: { percent: 10 } })).toBe(
      "✖ Expected no marginRamp beside sphereface, whose λ is annealed by the margin's own options " +
        'but received {"percent":10} (config). Leave marginRamp out, and set margin.annealing.\n  → at marginRamp',
    );
  });

  it('is accepted without one', () => {
    expect(faultsOf({ ...least, margin, marginRamp: { epochs: 0 } })).toBe('none');
  });
});

describe('every key is read', () => {
  it.each(Object.keys(trainingConfigSchema.shape))('%s, off the config', key => {
    const offConfig = new RegExp(`\\bconfig\\.${key}\\b|\\{[^{}]*\\b${key}\\b[^{}]*\\} = (options\\.)?config\\b`);
    expect(readers(['train'], offConfig)).not.toEqual([]);
  });

  it.each([...new Set(nestedKeys(trainingConfigSchema))])('%s, off a part of the config', key => {
    const offAnything = new RegExp(`[\\w\\])]\\.${key}\\b|\\{[^{};]*\\b${key}\\b[^{};]*\\}( = |: \\w+(Options|\\)))`);
    // A part is handed on as a whole: the margin to losses, a view to models, the augmentation to data.
    expect(readers(['train', 'losses', 'models', 'data'], offAnything)).not.toEqual([]);
  });
});

/** Keys of the objects below the outermost one. */
function nestedKeys(schema: z.core.$ZodType, depth = 0): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) return nestedKeys(schema.unwrap(), depth);
  if (schema instanceof z.ZodArray) return nestedKeys(schema.element, depth);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(option => nestedKeys(option, depth));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, value]) => [
    ...(depth > 0 ? [key] : []),
    ...nestedKeys(value, depth + 1),
  ]);
}

/** Sources of the packages, tests and declarations of configs aside, in which the pattern occurs. */
function readers(packages: readonly string[], pattern: RegExp): string[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return packages
    .flatMap(name => {
      const source = join(root, name, 'src');
      return readdirSync(source, { recursive: true, encoding: 'utf8' }).map(file => join(source, file));
    })
    .filter(file => file.endsWith('.ts'))
    .filter(file => !/\.test\.ts$|\/testing\/|\/configs\/|\/train\/src\/config\.ts$/.test(file))
    .filter(file => pattern.test(readFileSync(file, 'utf8')));
}
