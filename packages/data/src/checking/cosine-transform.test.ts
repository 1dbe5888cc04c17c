import { expect, it } from 'vitest';
import { lowFrequencies } from './cosine-transform.js';

it('gives by hand what the formula gives for four pixels', () => {
  // cos(π/4) = √½ and cos(3π/4) = −√½ along both axes: ½·(a − b − c + d).
  expect(lowFrequencies({ side: 2, count: 1 })([10, 3, 4, 1])[0]).toBeCloseTo((10 - 3 - 4 + 1) / 2, 12);
});

it('gives by hand what the formula gives for nine pixels', () => {
  // Frequency 1 of three samples weighs (√¾, 0, −√¾), frequency 2 weighs (½, −1, ½).
  const picture = [1, 2, 3, 4, 5, 6, 7, 8, 10];
  const [root, half] = [Math.sqrt(3 / 4), 1 / 2];
  const expected = [
    root * (root * (1 - 3)) - root * (root * (7 - 10)),
    root * (half * 1 - 2 + half * 3) - root * (half * 7 - 8 + half * 10),
    half * (root * (1 - 3)) - root * (4 - 6) + half * (root * (7 - 10)),
    half * (half * 1 - 2 + half * 3) - (half * 4 - 5 + half * 6) + half * (half * 7 - 8 + half * 10),
  ];
  const received = lowFrequencies({ side: 3, count: 2 })(picture);
  for (const [index, value] of expected.entries()) expect(received[index]).toBeCloseTo(value, 12);
});

it('sees a wave in its own place and nowhere else', () => {
  const side = 32;
  const wave = (at: number, frequency: number) => Math.cos(((2 * at + 1) * frequency * Math.PI) / (2 * side));
  const picture = Float64Array.from(
    { length: side * side },
    (_, index) => 100 + wave(Math.floor(index / side), 3) * wave(index % side, 5),
  );
  const received = lowFrequencies({ side, count: 8 })(picture);
  for (const [index, value] of received.entries()) {
    // Rows are vertical frequencies from 1: 3 is the third row. A wave's square sums up to half of its samples.
    expect(value).toBeCloseTo(index === 2 * 8 + 4 ? (side / 2) ** 2 : 0, 6);
  }
});

it('refuses a picture of another size', () => {
  expect(() => lowFrequencies({ side: 4, count: 2 })([1, 2, 3])).toThrow(
    'Expected a picture of 4×4 values but received 3 values (lowFrequencies).',
  );
});
