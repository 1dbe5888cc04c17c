import { fivePoints, type Point, type SpacePoint } from '@arcface-ts/detect';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeIn, wholePhoto, within } from '../decoding/crop-frame.js';
import type { CropWarp } from '../decoding/crop-warp.js';
import { alignedFrame } from './aligned-frame.js';
import { cropOf, storedInSeen } from './crop-specification.js';
import { faceTemplate } from './face-template.js';
import { fromTheFront, frontalWarp } from './frontal-warp.js';

/** Where the mesh has what is brought to the template: the outlines of the eyes, the tip of the nose, the corners of the mouth. */
const five = [[33, 133, 160, 159, 158, 144, 145, 153], [362, 263, 385, 386, 387, 373, 374, 380], [4], [61], [291]];

/** A head that looks at the camera: points all over half of an ellipsoid, and the five at the template; in fractions of the crop. */
function frontalMesh(): SpacePoint[] {
  const mesh = Array.from({ length: 468 }, (_, i): [number, number] => {
    const [radius, angle] = [0.4 * Math.sqrt((i + 0.5) / 468), i * 2.39996];
    return [0.5 + radius * Math.cos(angle), 0.6 + 1.2 * radius * Math.sin(angle)];
  });
  for (const [index, indices] of five.entries()) {
    const [x, y] = faceTemplate[index] as readonly [number, number];
    for (const [turn, i] of indices.entries()) {
      const around = (2 * Math.PI * turn) / indices.length;
      const radius = indices.length === 1 ? 0 : 0.03;
      mesh[i] = [x + radius * Math.cos(around), y + radius * Math.sin(around)];
    }
  }
  mesh[10] = [0.5, 0.1];
  mesh[152] = [0.5, 1.1];
  mesh[234] = [0.1, 0.6];
  mesh[454] = [0.9, 0.6];
  const [noseX, noseY] = faceTemplate[2];
  return mesh.map(([x, y]): SpacePoint => {
    const nose = 0.1 * Math.exp(-200 * ((x - noseX) ** 2 + (y - noseY) ** 2));
    return [x, y, 0.5 * ((x - 0.5) ** 2 + (y - 0.6) ** 2) - nose];
  });
}

interface Pose {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

const angle = fc.double({ min: -0.5, max: 0.5, noNaN: true });
const poses = fc.record({ yaw: angle, pitch: angle, roll: angle });
const photo = { width: 300, height: 200 };

/** The head of 100 px in a photo, turned about its middle. */
function turned(mesh: readonly SpacePoint[], { yaw, pitch, roll }: Pose): SpacePoint[] {
  const turn = (a: number, b: number, by: number) =>
    [a * Math.cos(by) - b * Math.sin(by), a * Math.sin(by) + b * Math.cos(by)] as const;
  return mesh.map(([x, y, z]) => {
    const [x1, z1] = turn(x - 0.5, z, yaw);
    const [y2, z2] = turn(y - 0.6, z1, pitch);
    const [x3, y3] = turn(x1, y2, roll);
    return [150 + 100 * x3, 100 + 100 * y3, 100 * z2];
  });
}

/** Where a warp takes a point of the crop, in pixels of the photo. */
function placeOf({ cells, places }: CropWarp, [u, v]: Point): Point {
  const [column, row] = [Math.floor(u * cells), Math.floor(v * cells)];
  const [right, down] = [u * cells - column, v * cells - row];
  const at = (c: number, r: number, axis: number) => places[2 * (r * (cells + 1) + c) + axis] as number;
  const between = (axis: number) =>
    (1 - down) * ((1 - right) * at(column, row, axis) + right * at(column + 1, row, axis)) +
    down * ((1 - right) * at(column, row + 1, axis) + right * at(column + 1, row + 1, axis));
  return [between(0) * photo.width - 0.5, between(1) * photo.height - 0.5];
}

it('sees a head from the front, however it is turned', () => {
  const mesh = frontalMesh();
  const straight = fromTheFront(turned(mesh, { yaw: 0, pitch: 0, roll: 0 }));
  fc.assert(
    fc.property(poses, pose => {
      const seen = fromTheFront(turned(mesh, pose));
      for (const index of [0, 4, 33, 200, 400]) {
        for (const axis of [0, 1] as const) {
          const [from, to] = [seen[10]?.[axis] as number, straight[10]?.[axis] as number];
          expect((seen[index]?.[axis] as number) - from).toBeCloseTo((straight[index]?.[axis] as number) - to, 6);
        }
      }
    }),
  );
});

it('brings the five points of a turned head near to the template', () => {
  const mesh = frontalMesh();
  fc.assert(
    fc.property(poses, pose => {
      const points = turned(mesh, pose);
      const warp = frontalWarp(points, photo, wholePhoto);
      for (const [index, indices] of five.entries()) {
        const [x, y] = placeOf(warp, faceTemplate[index] as Point);
        const mean = (axis: 0 | 1) =>
          indices.reduce((sum, i) => sum + (points[i]?.[axis] as number), 0) / indices.length;
        // Of 100 px from cheek to cheek; a soft spline rounds off what stands out.
        expect(Math.hypot(x - mean(0), y - mean(1))).toBeLessThan(2);
      }
    }),
  );
});

it('has a flat face that looks at the camera where its aligned crop has it, margin included', () => {
  const stored = storedInSeen(cropOf('frontal-112'));
  const flat = frontalMesh().map(([x, y]): SpacePoint => [x, y, 0]);
  fc.assert(
    fc.property(
      angle,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (roll, u, v) => {
        const points = turned(flat, { yaw: 0, pitch: 0, roll });
        const [x, y] = placeIn(within(alignedFrame(fivePoints(points), photo), stored), u, v);
        const [frontalX, frontalY] = placeOf(frontalWarp(points, photo, stored), [u, v]);
        expect(frontalX).toBeCloseTo(x * photo.width - 0.5, 6);
        expect(frontalY).toBeCloseTo(y * photo.height - 0.5, 6);
      },
    ),
  );
});
