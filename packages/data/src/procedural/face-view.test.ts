import { RandomStream } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { type Colour, luma } from './colour.js';
import { faceView, lit } from './face-view.js';
import { drawIdentity } from './identity.js';
import { drawConditions, neutralConditions, type PhotoConditions } from './photo-conditions.js';
import { celebaFrame } from './procedural-photos.js';

const skin: Colour = [200, 150, 120];

function viewWith(pose: Partial<PhotoConditions['pose']>) {
  return faceView(celebaFrame, { ...neutralConditions, pose: { ...neutralConditions.pose, ...pose } }, skin);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('faceView', () => {
  it('moves the nose to the side that the head turns to, and the contour the other way', () => {
    const turned = viewWith({ yaw: 0.4 });
    expect(turned.at(0, 0.6, 0.5).x).toBeGreaterThan(turned.at(0, 0).x + turned.px(0.1));
    expect(turned.rim(0, 0.6).x).toBeLessThan(turned.at(0, 0).x - turned.px(0.1));
  });

  it('moves the nose up when the head is raised', () => {
    expect(viewWith({ pitch: 0.3 }).at(0, 0.6, 0.5).y).toBeLessThan(viewWith({}).at(0, 0.6, 0.5).y);
  });

  it('turns the line of the eyes by the roll', () => {
    const tilted = viewWith({ roll: 0.2 });
    const [left, right] = [tilted.at(-0.5, 0), tilted.at(0.5, 0)];
    expect(Math.atan2(right.y - left.y, right.x - left.x)).toBeCloseTo(0.2, 10);
  });
});

describe('lit', () => {
  it('shows no colour in a grey photo', () => {
    const [red, green, blue] = lit(skin, { ...neutralConditions.light, gains: [1.2, 1, 0.8], grey: true }, skin);
    expect([green, blue]).toEqual([red, red]);
  });

  it('varies the brightness of one skin as much as people differ, so that brightness alone tells nobody apart', () => {
    const root = RandomStream.fromSeed(3);
    const people = Array.from({ length: 60 }, (_, index) => drawIdentity(root.split('identity', index)));
    const shown = people.map(({ skin }, index) =>
      Array.from({ length: 20 }, (_, photo) => {
        const { light } = drawConditions(root.split('photo', index, photo), people[index]!);
        return luma(lit(skin.colour, light, skin.colour));
      }),
    );
    const means = shown.map(values => values.reduce((sum, value) => sum + value, 0) / values.length);
    const within = shown.reduce((sum, values) => sum + deviation(values), 0) / shown.length;
    expect(within).toBeGreaterThan(0.7 * deviation(means));
    // And yet skin is not lost: people still differ beyond what 20 photos leave to chance.
    expect(deviation(means)).toBeGreaterThan((2 * within) / Math.sqrt(20));
  });
});
