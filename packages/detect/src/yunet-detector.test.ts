import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FaceDetector } from './face-detector.js';
import { readOnnxModel } from './onnx/onnx-model.js';
import { onnxWeights, runOnnx } from './onnx/run-onnx.js';
import { changedYunet, tinyYunetFile as file, type Net } from './testing/changed-yunet.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { yunetFaces } from './yunet/yunet-faces.js';
import { joinedCells } from './yunet/yunet-heads.js';
import { readYunet, yunetDetector } from './yunet-detector.js';

/** The faces that OpenCV's FaceDetectorYN sees with the tiny YuNet: fixtures/make-onnx.py. */
const { sidePx, minScore, faces } = JSON.parse(
  readFileSync(new URL('../fixtures/tiny-yunet.json', import.meta.url), 'utf8'),
) as { sidePx: number; minScore: number; faces: number[][][] };

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** [photos, sidePx, sidePx, 3] RGB: the photos of make-onnx.py, which are BGR. */
function photosOf(count: number): Uint8Array {
  const bytes: number[] = [];
  for (let number = 0; number < count; number++) {
    for (let y = 0; y < sidePx; y++) {
      for (let x = 0; x < sidePx; x++) {
        for (const channel of [2, 1, 0]) {
          bytes.push(Math.floor((x * x * (2 + number) + y * y * 3 + x * y * channel + 60 * channel) / 16) % 256);
        }
      }
    }
  }
  return Uint8Array.from(bytes);
}

/** The points of OpenCV's row for a face. */
function pointsOf(row: readonly number[]): number[][] {
  return [4, 6, 8, 10, 12].map(at => row.slice(at, at + 2));
}
const near = (values: readonly (readonly number[])[]) => values.map(row => row.map(value => expect.closeTo(value, 2)));

it.each(faces.map((expected, number) => ({ expected, number })))(
  'sees in photo $number what OpenCV sees',
  async ({ expected, number }) => {
    const model = await readOnnxModel(file);
    const photos = tf.tensor(photosOf(faces.length), [faces.length, sidePx, sidePx, 3], 'float32');
    const outputs = runOnnx(model, tf.reverse(photos as tf.Tensor4D, 3), onnxWeights(model));
    const cells = (await joinedCells(outputs, { file, batchSize: faces.length, sidePx }).data()) as Float32Array;
    const length = cells.length / faces.length;
    const found = yunetFaces(cells.subarray(number * length, (number + 1) * length), { sidePx, minScore });
    const rows = found.map(({ centre: [x, y], width, height, points, score }) => [
      ...[x - width / 2, y - height / 2, width, height],
      ...points.flat(),
      score,
    ]);
    expect(rows).toEqual(near(expected));
  },
);

describe('the detector', () => {
  const options = { batchSize: 4, imageSizePx: sidePx, minScore };
  async function detect(act: (detector: FaceDetector) => Promise<void>, settings = options): Promise<void> {
    const detector = await yunetDetector(file, settings);
    await act(detector).finally(() => detector.dispose());
  }
  const photos = new Uint8Array(options.batchSize * sidePx * sidePx * 3);
  photos.set(photosOf(3));

  it('gives the points of the largest face of each photo that is there', () =>
    detect(async detector => {
      const found = await detector.detect(photos, { count: 3, choice: 'largest' });
      const expected = faces.map(rows =>
        rows.reduce((best, row) =>
          (row[2] as number) * (row[3] as number) > (best[2] as number) * (best[3] as number) ? row : best,
        ),
      );
      expect(found).toEqual(
        expected.map(row => ({ score: expect.closeTo(row[14] as number, 4), points: near(pointsOf(row)) })),
      );
    }));

  it('gives the face nearest to the middle of each photo where that is meant', () =>
    detect(async detector => {
      const found = await detector.detect(photos, { count: 3, choice: 'central' });
      const middle = sidePx / 2;
      const rank = ([x, y, width, height, ...others]: number[]) =>
        (others.at(-1) as number) -
        Math.hypot((x as number) + (width as number) / 2 - middle, (y as number) + (height as number) / 2 - middle) /
          middle;
      const expected = faces.map(rows => rows.reduce((best, row) => (rank(row) > rank(best) ? row : best)));
      expect(found.map(face => face?.points)).toEqual(expected.map(row => near(pointsOf(row))));
    }));

  it('finds none where none reaches the least score', () =>
    detect(
      async detector => {
        expect(await detector.detect(photos, { count: 2, choice: 'largest' })).toEqual([undefined, undefined]);
      },
      { ...options, minScore: 1 },
    ));

  it('is named after its file, size and least score', async () => {
    const sha256 = '[0-9a-f]{64}';
    expect((await readYunet(file)).name).toMatch(new RegExp(`^yunet: 256 px, score 0.6, sha256 ${sha256}$`));
    await detect(async ({ name }) => expect(name).toBe((await readYunet(file, options)).name));
  });

  it.each([100, 0, -32, Number.NaN])('refuses photos of side %d', imageSizePx =>
    expect(readYunet(file, { imageSizePx })).rejects.toThrow("Expected a multiple of 32, YuNet's largest stride"),
  );
});

describe('a net that is no YuNet is refused', () => {
  function written(change: (net: Net) => unknown): string {
    const other = join(temporaryFolder(), 'net.onnx');
    writeFileSync(other, changedYunet(change));
    return other;
  }

  it('where it has other outputs', () =>
    expect(readYunet(written(({ graph }) => graph.output.splice(0, 11)))).rejects.toThrow(
      /^Expected a net with the outputs cls_8, .* but received kps_32 \(.*net\.onnx\)\. Name face_detection_yunet_2023mar\.onnx/,
    ));

  it('where its outputs have other shapes', async () => {
    const points = { rawData: new Uint8Array(BigInt64Array.of(1n, -1n, 5n).buffer) };
    const other = written(net => Object.assign(net.initializer('shape_kps'), points));
    await expect(yunetDetector(other, { batchSize: 2, imageSizePx: 64 })).rejects.toThrow(
      'Expected kps_8 of shape [2, 64, 10] for 2 photos of 64×64 but received [2, 128, 5]',
    );
  });
});
