import { expect, it } from 'vitest';
import { z } from 'zod';
import { marginNames, marginSchema } from './margin-schema.js';

it("starts from the papers' constants", () => {
  expect(marginNames.map(name => marginSchema.parse({ name }))).toEqual([
    { name: 'softmax' },
    { name: 'normface', scale: 64 },
    { name: 'sphereface', angleFactor: 4, annealing: { start: 1000, decay: 0.12, power: 1, end: 5 }, scale: null },
    { name: 'cosface', cosineMargin: 0.35, scale: 64 },
    { name: 'arcface', angularMargin: 0.5, scale: 64, easyMargin: false },
    { name: 'combined', angleFactor: 1, angularMargin: 0.3, cosineMargin: 0.2, scale: 64 },
    { name: 'subcentre-arcface', centresPerClass: 3, angularMargin: 0.5, scale: 64, easyMargin: false },
    { name: 'curricularface', angularMargin: 0.5, scale: 64 },
    {
      name: 'magface',
      leastMargin: 0.45,
      largestMargin: 0.8,
      shortestLength: 10,
      longestLength: 110,
      penaltyWeight: 35,
      scale: 64,
    },
    { name: 'adaface', margin: 0.4, concentration: 0.333, scale: 64 },
  ]);
});

it('names the margins there are when a config asks for another', () => {
  const parsed = marginSchema.safeParse({ name: 'arcfaec' });
  expect(parsed.error && z.prettifyError(parsed.error)).toContain(
    'Expected one of the margins softmax, normface, sphereface, cosface, arcface, combined, subcentre-arcface, ' +
      'curricularface, magface, adaface but received "arcfaec".',
  );
});

it.each([
  { name: 'magface', leastMargin: 0.9 },
  { name: 'magface', shortestLength: 200 },
])('refuses MagFace with ranges that are none: $leastMargin $shortestLength', config => {
  const { error } = marginSchema.safeParse(config);
  expect(error && z.prettifyError(error)).toContain('magface');
});
