import type { PairTrait, VerificationPair } from '@arcface-ts/eval';
import type { PhotoTraits } from './photo-traits.js';

/** What pairs are sliced by: most of it is what makes the worse photo of a pair hard, or both unlike. */
export function pairTraits(photos: readonly PhotoTraits[], pairs: readonly VerificationPair[]): PairTrait[] {
  const of = (value: (one: PhotoTraits, other: PhotoTraits) => number): Float64Array =>
    Float64Array.from(pairs, ({ first, second }) => value(photos[first] as PhotoTraits, photos[second] as PhotoTraits));
  const yaw = ({ pose }: PhotoTraits) => pose?.yawDeg ?? Number.NaN;
  const roll = ({ pose }: PhotoTraits) => pose?.rollDeg ?? Number.NaN;
  const eyes = ({ pose }: PhotoTraits) => pose?.eyeDistancePx ?? Number.NaN;
  const quarters = { parts: 4 };
  return [
    {
      name: 'yaw of the face that is turned more',
      unit: '°',
      values: of((one, other) => Math.max(Math.abs(yaw(one)), Math.abs(yaw(other)))),
      edges: [10, 20, 30],
    },
    {
      name: 'difference of both yaws',
      unit: '°',
      values: of((one, other) => Math.abs(yaw(one) - yaw(other))),
      edges: [10, 20, 30],
    },
    {
      name: 'turn in the plane of the face that is turned more',
      unit: '°',
      values: of((one, other) => Math.max(Math.abs(roll(one)), Math.abs(roll(other)))),
      edges: [5, 10, 20],
    },
    {
      name: 'distance of the eyes in the photo of the smaller face',
      unit: ' px',
      values: of((one, other) => Math.min(eyes(one), eyes(other))),
      edges: quarters,
    },
    {
      name: 'sharpness of the crop that is less sharp',
      unit: '',
      values: of((one, other) => Math.min(one.sharpness, other.sharpness)),
      edges: quarters,
    },
    {
      name: 'difference of both brightnesses, of 255',
      unit: '',
      values: of((one, other) => Math.abs(one.brightness - other.brightness)),
      edges: quarters,
    },
  ];
}
