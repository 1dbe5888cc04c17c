import { backbone, checkImageSize } from './backbone.js';
import { type Colour, channelsOf } from './colour.js';
import type { Layer } from './layer.js';
import { batchNorm, batchNormPrelu } from './layers/batch-norm.js';
import { convolution } from './layers/convolution.js';
import { linear } from './layers/linear.js';
import { maxPool } from './layers/pooling.js';
import { prelu, preluSlope } from './layers/prelu.js';
import { projection } from './layers/projection.js';
import { residual } from './layers/residual.js';
import { sequence } from './layers/sequence.js';
import { squeezeExcitation } from './layers/squeeze-excitation.js';
import { sum } from './layers/sum.js';
import type { Model } from './model.js';
import { xavierNormal } from './parameter.js';

function convolution3x3(name: string, inputs: number, outputs: number, stride = 1): Layer {
  const initialize = xavierNormal(9 * inputs, 9 * outputs);
  return convolution(name, inputs, outputs, { kernelSize: 3, stride, padding: 'symmetric', initialize });
}

/**
 * BN → convolution → BN → PReLU → convolution → BN, with `useSe` → squeeze and excitation, beside a shortcut; a PReLU ends it. Both PReLUs
 * have the same single slope.
 */
function block(name: string, inputs: number, outputs: number, options: { stride: number; useSe: boolean }): Layer {
  const { stride, useSe } = options;
  const slope = preluSlope(`${name}.prelu`, 1);
  const layers = sequence(
    batchNorm(`${name}.norm`, inputs),
    convolution3x3(`${name}.first.conv`, inputs, inputs),
    batchNormPrelu(`${name}.first`, inputs, slope),
    convolution3x3(`${name}.second.conv`, inputs, outputs, stride),
  );
  const norm = batchNorm(`${name}.second.norm`, outputs);
  const shortcut = projection(`${name}.shortcut`, inputs, outputs, {
    stride,
    padding: 'symmetric',
    initialize: xavierNormal(inputs, outputs),
  });
  const added = useSe
    ? sum(sequence(layers, norm, squeezeExcitation(`${name}.se`, outputs)), shortcut)
    : residual(layers, norm, { shortcut });
  const last = prelu(slope);
  return { parameters: added.parameters, apply: (x, pass) => last.apply(added.apply(x, pass), pass) };
}

/** Channels of each stage of two blocks; the first block of all stages but the first halves the map. */
const widths = [64, 128, 256, 512];

export interface ResnetFaceOptions {
  readonly embeddingSize?: number;
  /** Side of a photo, a multiple of 16: a fully connected layer spans the map that four halvings leave. */
  readonly imageSizePx?: number;
  readonly colour?: Colour;
  /** Squeeze and excitation in each block; by default without, as that repository trains it. */
  readonly useSe?: boolean;
}

/**
 * `resnet_face18` of https://github.com/ronghuaiyang/arcface-pytorch (models/resnet.py): blocks of ArcFace's kind on grey photos, each
 * of which ends in a PReLU; 25,627,081 parameters at its defaults, 25,716,169 with squeeze and excitation. Departs from it: no
 * dropout before the fully connected layer, since a step here is a pure function without randomness of its own; the fully
 * connected layer reads the map row by row, not channel by channel.
 */
export function resnetFace18(options: ResnetFaceOptions = {}): Model {
  const { embeddingSize = 512, imageSizePx = 128, colour = 'grey', useSe = false } = options;
  const name = 'resnet_face18';
  checkImageSize(name, imageSizePx, 'a multiple of 16', imageSizePx > 0 && imageSizePx % 16 === 0);
  const layers: Layer[] = [
    convolution3x3('stem.conv', channelsOf(colour), 64),
    batchNormPrelu('stem', 64, preluSlope('stem.prelu', 1)),
    maxPool(2, 2),
  ];
  let inputs = 64;
  for (const [stage, outputs] of widths.entries()) {
    const first = { stride: stage === 0 ? 1 : 2, useSe };
    layers.push(
      block(`stage${stage + 1}.1`, inputs, outputs, first),
      block(`stage${stage + 1}.2`, outputs, outputs, { stride: 1, useSe }),
    );
    inputs = outputs;
  }
  const mapSize = inputs * (imageSizePx / 16) ** 2;
  layers.push(
    batchNorm('head.norm', inputs),
    linear('head.embedding.linear', mapSize, embeddingSize, { kernel: xavierNormal(mapSize, embeddingSize) }),
    batchNorm('head.embedding.norm', embeddingSize),
  );
  return backbone({ name, imageSizePx, colour, embeddingSize }, sequence(...layers));
}
