import { describe, expect, it } from 'vitest';
import { fixedFrame } from '../alignment/fixed-frame.js';
import type { PhotoFrame } from './face-view.js';
import { drawIdentity } from './identity.js';
import { proceduralDefaults } from './procedural-options.js';
import { celebaFrame, formatIdentities, lfwFrame, trainingPhotos, verificationPhotos } from './procedural-photos.js';

const training = trainingPhotos(proceduralDefaults);
const verification = verificationPhotos(proceduralDefaults);

describe('trainingPhotos', () => {
  it('draws as many photos of every identity', () => {
    const counts = new Map<string, number>();
    for (const { identity } of training) counts.set(identity, (counts.get(identity) ?? 0) + 1);
    expect(counts.size).toBe(200);
    expect(new Set(counts.values())).toEqual(new Set([12]));
  });

  it('takes another stream for every photo', () => {
    expect(new Set(training.map(({ conditions }) => conditions.path)).size).toBe(2400);
  });

  it('mixes the people', () => {
    const neighbours = training.filter(({ identity }, index) => training[index + 1]?.identity === identity);
    expect(neighbours.length).toBeLessThan(50);
  });
});

describe('verificationPhotos', () => {
  it('shows nobody of the training set', () => {
    const people = (photos: typeof training) =>
      new Set(
        [...new Set(photos.map(({ person }) => person))].map(person => JSON.stringify(drawIdentity(person).outline)),
      );
    const [known, unknown] = [people(training), people(verification)];
    expect(known.size).toBe(200);
    expect(unknown.size).toBe(60);
    expect([...unknown].filter(face => known.has(face))).toEqual([]);
  });

  it('names photos as LFW does', () => {
    expect(verification[7]?.path).toBe('lfw/images/Drawn_Face_0002/Drawn_Face_0002_0002.jpg');
  });
});

describe('formatIdentities', () => {
  it("writes CelebA's rows in file order", () => {
    const rows = formatIdentities(training.slice(0, 2));
    expect(rows).toBe(`000001.jpg ${training[0]?.identity}\n000002.jpg ${training[1]?.identity}\n`);
  });
});

describe('the frames', () => {
  it('bring the eyes of both sets to the same pixel of the crop', () => {
    const eyesInCrop = (name: string, { widthPx, heightPx, leftEye, rightEye }: PhotoFrame) => {
      const [width, , left, , height, top] = fixedFrame(name, { width: widthPx, height: heightPx });
      return [leftEye, rightEye].flatMap(({ x, y }) => [
        ((x / widthPx - left) / width) * 112,
        ((y / heightPx - top) / height) * 112,
      ]);
    };
    const trained = eyesInCrop('celeba', celebaFrame);
    eyesInCrop('lfw', lfwFrame).forEach((place, axis) => {
      expect(Math.abs(place - trained[axis]!)).toBeLessThan(1);
    });
  });
});
