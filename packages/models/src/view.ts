import { checkShape, UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model.js';

/** A square of a photo, in the photo's pixels. */
export interface View {
  readonly leftPx: number;
  readonly topPx: number;
  readonly sidePx: number;
}

/**
 * The net with photos of another size, of which it sees one square, brought to the net's own size (bilinear, half-pixel centres). Nets that see other
 * parts of a face err differently: Sun, Wang and Tang 2014, "Deep learning face representation from predicting 10,000 classes", CVPR, with sixty.
 * Throws a UsageError when the square does not lie in the photo.
 */
export function viewOf(net: Model, view: View, photoSizePx: number): Model {
  checkInside(view, photoSizePx);
  return {
    ...net,
    imageSizePx: photoSizePx,
    embed(photos, pass) {
      const channels = photos.shape[3] === 1 ? 1 : 3;
      checkShape(
        'images',
        photos.shape,
        ['batch', photoSizePx, photoSizePx, channels],
        net.name,
        'Crop or resize the photos.',
      );
      return net.embed(seenIn(photos, view, net.imageSizePx), pass);
    },
  };
}

function seenIn(photos: tf.Tensor4D, { leftPx, topPx, sidePx }: View, sizePx: number): tf.Tensor4D {
  const [batch, heightPx, , channels] = photos.shape;
  const square =
    sidePx === heightPx ? photos : tf.slice(photos, [0, topPx, leftPx, 0], [batch, sidePx, sidePx, channels]);
  return sidePx === sizePx ? square : tf.image.resizeBilinear(square, [sizePx, sizePx], false, true);
}

function checkInside(view: View, photoSizePx: number): void {
  const { leftPx, topPx, sidePx } = view;
  const isWhole = [leftPx, topPx, sidePx].every(Number.isInteger);
  if (isWhole && Math.min(leftPx, topPx) >= 0 && sidePx > 0 && Math.max(leftPx, topPx) + sidePx <= photoSizePx) return;
  throw UsageError.because({
    expected: `a square of whole pixels within a photo of ${photoSizePx} px`,
    received: `left ${leftPx}, top ${topPx}, side ${sidePx}`,
    place: 'model.views',
  });
}
