import { backbone, checkImageSize } from './backbone.js';
import { type Colour, channelsOf } from './colour.js';
import type { Layer } from './layer.js';
import { convolution } from './layers/convolution.js';
import { linear } from './layers/linear.js';
import { maxPool } from './layers/pooling.js';
import { prelu, preluSlope } from './layers/prelu.js';
import { sequence } from './layers/sequence.js';
import type { Model } from './model.js';
import { heNormal } from './parameter.js';

const kernelSize = 5;

/** Convolution with a bias → PReLU. */
function filtered(name: string, inputs: number, outputs: number): Layer {
  // No norm keeps the values apart from 0 and from infinity: the first ones of the kernel do, seen from what goes in.
  const initialize = heNormal(kernelSize * kernelSize * inputs);
  return sequence(
    convolution(`${name}.conv`, inputs, outputs, { kernelSize, padding: 'symmetric', initialize, bias: true }),
    prelu(preluSlope(`${name}.prelu`, outputs)),
  );
}

/** Channels of each stage: two convolutions, then a max-pooling that halves the map. */
const widths = [32, 64, 128];

export interface LenetPlusPlusOptions {
  readonly embeddingSize?: number;
  /** Side of an image, 8 or more, so that three halvings leave a pixel; 28 is that of MNIST. */
  readonly imageSizePx?: number;
  readonly colour?: Colour;
}

/**
 * LeNet++, a net for digits whose embedding has two dimensions, so that it can be drawn as it is. Wen et al. 2016, "A Discriminative
 * Feature Learning Approach for Deep Face Recognition", ECCV, table 1; 797,602 parameters at its defaults. A side of 7 becomes 3, as
 * with PyTorch's pooling; Caffe's makes 4 of it. Departs from the authors' Caffe net: no PReLU after the embedding, which
 * would squeeze three of the plane's quadrants.
 */
export function lenetPlusPlus(options: LenetPlusPlusOptions = {}): Model {
  const { embeddingSize = 2, imageSizePx = 28, colour = 'grey' } = options;
  const name = 'lenet++';
  checkImageSize(name, imageSizePx, '8 or more', imageSizePx >= 8);
  const layers: Layer[] = [];
  let inputs: number = channelsOf(colour);
  for (const [stage, outputs] of widths.entries()) {
    layers.push(
      filtered(`stage${stage + 1}.1`, inputs, outputs),
      filtered(`stage${stage + 1}.2`, outputs, outputs),
      maxPool(2, 2),
    );
    inputs = outputs;
  }
  const side = Math.floor(imageSizePx / 8);
  layers.push(linear('head.embedding.linear', side * side * inputs, embeddingSize));
  return backbone({ name, imageSizePx, colour, embeddingSize }, sequence(...layers));
}
