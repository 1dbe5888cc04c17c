import { expect, it } from 'vitest';
import { type FacePose, facePose } from './face-pose.js';

type Point = [x: number, y: number];

/** A head of eyes 2 apart, a nose 0.72 of that in front of them and somewhat below, turned, seen from afar at 30 pixels a unit. */
function turnedHead({ yawDeg = 0, pitchDeg = 0, rollDeg = 0 }): FacePose | undefined {
  const [yaw, pitch, roll] = [yawDeg, pitchDeg, rollDeg].map(angle => (angle * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const seen = ([x, y, z]: [number, number, number]): Point => {
    const [turnedX, turnedZ] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
    const nodded = y * Math.cos(pitch) + turnedZ * Math.sin(pitch);
    const [u, v] = [
      turnedX * Math.cos(roll) - nodded * Math.sin(roll),
      turnedX * Math.sin(roll) + nodded * Math.cos(roll),
    ];
    return [100 + 30 * u, 120 + 30 * v];
  };
  const points: [number, number, number][] = [
    [-1, 0, 0],
    [1, 0, 0],
    [0, 1, 1.44],
    [-0.7, 2, 0],
    [0.7, 2, 0],
  ];
  return facePose(points.map(seen) as [Point, Point, Point, Point, Point]);
}

it.each([-40, -10, 0, 25, 60])('finds a yaw of %d degrees', yawDeg => {
  expect(turnedHead({ yawDeg })?.yawDeg).toBeCloseTo(yawDeg, 10);
});

it('takes neither nodding nor a turn in the plane for yaw', () => {
  expect(turnedHead({ pitchDeg: 20 })?.yawDeg).toBeCloseTo(0, 10);
  expect(turnedHead({ yawDeg: 30, rollDeg: 25 })?.yawDeg).toBeCloseTo(30, 10);
});

it('finds the turn in the plane and the size', () => {
  expect(turnedHead({ rollDeg: -15 })?.rollDeg).toBeCloseTo(-15, 10);
  expect(turnedHead({})?.eyeDistancePx).toBeCloseTo(60, 10);
});

it('knows no pose of eyes that are one point', () => {
  const eye: Point = [3, 4];
  expect(facePose([eye, eye, [5, 6], [1, 9], [7, 9]])).toBeUndefined();
});
