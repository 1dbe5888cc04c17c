import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceSvg } from './face-svg.js';
import { drawIdentity } from './identity.js';
import { drawConditions, neutralConditions } from './photo-conditions.js';
import { celebaFrame, lfwFrame } from './procedural-photos.js';

function photo(seed: number, identity = 1, number = 1): string {
  const root = RandomStream.fromSeed(seed);
  const person = drawIdentity(root.split('identity', identity));
  return faceSvg(person, drawConditions(root.split('photo', identity, number), person), celebaFrame);
}

/** Centres of the pupils from the left one to the right one. */
function pupils(svg: string): { x: number; y: number }[] {
  const found = svg.matchAll(/class="pupil" cx="([-\d.]+)" cy="([-\d.]+)"/g);
  return [...found].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

describe('faceSvg', () => {
  it('draws the same text from the same seed', () => {
    expect(photo(7)).toBe(photo(7));
  });

  it('draws other texts for another seed, person or photo', () => {
    expect(new Set([photo(7), photo(8), photo(7, 2), photo(7, 1, 2)]).size).toBe(4);
  });

  it.each([
    ['CelebA', celebaFrame],
    ['LFW', lfwFrame],
  ])('puts the eyes of every neutral face where %s has them', (_, frame) => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const svg = faceSvg(drawIdentity(RandomStream.fromSeed(seed)), neutralConditions, frame);
        expect(pupils(svg)).toEqual([frame.leftEye, frame.rightEye]);
      }),
    );
  });

  it('keeps the eyes within a fifth of the photo of their place, whatever the conditions', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const [left, right] = pupils(photo(seed));
        expect(Math.abs(left!.x - celebaFrame.leftEye.x)).toBeLessThan(celebaFrame.widthPx / 5);
        expect(Math.abs(right!.y - celebaFrame.rightEye.y)).toBeLessThan(celebaFrame.heightPx / 5);
        expect(left!.x).toBeLessThan(right!.x);
      }),
    );
  });

  it('writes finite numbers only', () => {
    fc.assert(fc.property(fc.nat(), seed => !/NaN|Infinity|undefined/.test(photo(seed))));
  });
});
