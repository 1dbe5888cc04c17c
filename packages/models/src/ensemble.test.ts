import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cosineHead } from './class-head.js';
import { ensemble, ensembleHead } from './ensemble.js';
import { lenetPlusPlus } from './lenet-plus-plus.js';
import { countParameters, inferencePass, initializeParameters, type Parameters } from './model.js';
import type { ParameterSpec } from './parameter.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const member = lenetPlusPlus({ embeddingSize: 2 });
const head = cosineHead(4, 2);
const first = (specs: readonly ParameterSpec[]) => initializeParameters(specs, RandomStream.fromSeed(1));
const numbers = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

function ownOf(values: Parameters, number: number): Parameters {
  const prefix = `member${number}.`;
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

describe('an ensemble', () => {
  it('of one is the model and the head themselves', () => {
    expect(ensemble([member])).toBe(member);
    expect(ensembleHead(head, 1)).toBe(head);
  });

  it('embeds as its members do, one after the other, and they begin differently', () => {
    const model = ensemble([member, member, member]);
    expect(model.embeddingSize).toBe(6);
    expect(countParameters(model.parameters)).toBe(3 * countParameters(member.parameters));
    const images = tf.randomUniform([2, 28, 28, 1], -1, 1, 'float32', 7) as tf.Tensor4D;
    const values = first(model.parameters);
    const whole = model.embed(images, inferencePass(values));
    const each = [1, 2, 3].map(number => member.embed(images, inferencePass(ownOf(values, number))));
    expect(numbers(whole)).toEqual(numbers(tf.concat(each, 1)));
    expect(numbers(each[0] as tf.Tensor)).not.toEqual(numbers(each[1] as tf.Tensor));
  });

  it('keeps the moments of each member apart in training', () => {
    const model = ensemble([member, member]);
    const values = first(model.parameters);
    const layers: string[] = [];
    model.embed(tf.randomUniform([2, 28, 28, 1]) as tf.Tensor4D, {
      training: true,
      parameter: name => values[name] as tf.Tensor,
      batchMoments: layer => layers.push(layer),
    });
    const moments = model.parameters.filter(({ role }) => role === 'mean').map(({ name }) => name);
    expect(layers.map(layer => `${layer}.mean`).sort()).toEqual(moments.sort());
  });

  it('refuses to have no members, or a part of one', () => {
    expect(() => ensemble([])).toThrow('Expected one member or more but received 0');
    for (const count of [0, 1.5, Number.NaN]) {
      expect(() => ensembleHead(head, count)).toThrow('Set model.members to a whole number from 1.');
    }
  });
});

describe('the head of an ensemble', () => {
  it('answers the mean of what its members answer about their own part of the embedding', () => {
    const whole = ensembleHead(head, 2);
    const values = first(whole.parameters);
    const embeddings = tf.tensor2d([
      [3, 4, 1, 0],
      [-1, 2, 0.5, -2],
    ]);
    const [one, other] = [0, 1].map(index =>
      head.apply(tf.slice(embeddings, [0, 2 * index], [2, 2]), ownOf(values, index + 1)),
    );
    const found = whole.apply(embeddings, values);
    for (const name of ['scores', 'cosines', 'lengths'] as const) {
      const [a, b] = [one, other].map(scores => numbers(scores?.[name] as tf.Tensor));
      const mean = (a as number[]).map((value, i) => (value + ((b as number[])[i] as number)) / 2);
      numbers(found[name]).forEach((value, i) => void expect(value).toBeCloseTo(mean[i] as number, 6));
    }
    expect(found.members?.map(({ cosines }) => numbers(cosines))).toEqual(
      [one, other].map(scores => numbers(scores?.cosines as tf.Tensor)),
    );
  });
});
