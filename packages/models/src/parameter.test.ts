import { RandomStream } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { classCentres } from './class-centres.js';
import { constant, heNormal, isDecayed, isTrained, type ParameterRole, uniform } from './parameter.js';
import { createModel, modelNames } from './registry.js';

const withRole = (role: ParameterRole) => ({ name: 'x', shape: [1], role, initialize: constant(0) });

it.each([
  ['kernel', true, true],
  ['centre', true, true],
  ['bias', true, false],
  ['scale', true, false],
  ['offset', true, false],
  ['slope', true, false],
  ['mean', false, false],
  ['variance', false, false],
  ['running', false, false],
] as const)('%s: trained %j, decayed %j', (role, trained, decayed) => {
  expect([isTrained(withRole(role)), isDecayed(withRole(role))]).toEqual([trained, decayed]);
});

describe.each(modelNames)('%s', name => {
  const specs = createModel(name, { embeddingSize: 8 }).parameters;

  it('decays what has more than one axis, and nothing of norms and PReLU', () => {
    const decayed = specs.filter(isDecayed);
    expect(decayed.length).toBeGreaterThan(0);
    expect(decayed.every(spec => spec.shape.length > 1)).toBe(true);
    expect(specs.filter(spec => spec.shape.length > 1 && !isDecayed(spec))).toEqual([]);
    expect(decayed.filter(spec => /norm|prelu/.test(spec.name))).toEqual([]);
  });
});

it('decays class centres', () => {
  expect(isDecayed(classCentres(10, 4))).toBe(true);
});

it('heNormal draws with mean 0 and variance 2 / fan', () => {
  const values = new Float32Array(20_000);
  heNormal(50)(values, RandomStream.fromSeed(1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  // Four standard errors.
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(2 / 50 / 20_000));
  expect(Math.abs(variance / (2 / 50) - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
});

it('uniform draws within its bound, on both sides and close to it', () => {
  const values = new Float32Array(1000);
  uniform(0.5)(values, RandomStream.fromSeed(1));
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  expect(least).toBeGreaterThanOrEqual(-0.5);
  expect(least).toBeLessThan(-0.48);
  expect(largest).toBeLessThan(0.5);
  expect(largest).toBeGreaterThan(0.48);
});
