import { backbone, checkImageSize } from './backbone.js';
import { type Colour, channelsOf } from './colour.js';
import type { Layer } from './layer.js';
import { batchNorm, batchNormPrelu } from './layers/batch-norm.js';
import { convolution, depthwiseConvolution } from './layers/convolution.js';
import { residual } from './layers/residual.js';
import { sequence } from './layers/sequence.js';
import type { Model } from './model.js';

/** Convolution → batch norm → PReLU. */
function block(name: string, inputs: number, outputs: number, kernelSize: number, stride = 1): Layer {
  return sequence(convolution(`${name}.conv`, inputs, outputs, { kernelSize, stride }), batchNormPrelu(name, outputs));
}

function depthwiseBlock(name: string, channels: number, stride = 1): Layer {
  return sequence(
    depthwiseConvolution(`${name}.conv`, channels, { kernelSize: 3, stride }),
    batchNormPrelu(name, channels),
  );
}

/** Inverted residual of MobileNetV2 (https://arxiv.org/abs/1801.04381): widen, filter each channel, narrow without activation. */
function bottleneck(name: string, inputs: number, outputs: number, width: number, stride: number): Layer {
  const layers = sequence(
    block(`${name}.expand`, inputs, width, 1),
    depthwiseBlock(`${name}.depthwise`, width, stride),
    convolution(`${name}.project.conv`, width, outputs, { kernelSize: 1 }),
  );
  const norm = batchNorm(`${name}.project.norm`, outputs);
  return stride === 1 && inputs === outputs ? residual(layers, norm) : sequence(layers, norm);
}

interface Stage {
  readonly outputs: number;
  readonly width: number;
  readonly stride: number;
  readonly repeats: number;
}

/** Side of a photo: four halvings leave the 7×7 map that the last convolution spans. */
const onlyImageSizePx = 112;

/** Table 1 of the paper. */
const stages: readonly Stage[] = [
  { outputs: 64, width: 128, stride: 2, repeats: 1 },
  { outputs: 64, width: 128, stride: 1, repeats: 4 },
  { outputs: 128, width: 256, stride: 2, repeats: 1 },
  { outputs: 128, width: 256, stride: 1, repeats: 6 },
  { outputs: 128, width: 512, stride: 2, repeats: 1 },
  { outputs: 128, width: 256, stride: 1, repeats: 2 },
];

/**
 * MobileFaceNet: a mobile net that ends in a depthwise convolution over the whole 7×7 map instead of an average, so that
 * the parts of a face keep their place. Chen et al. 2018, https://arxiv.org/abs/1804.07573; 1,003,136 parameters.
 */
export function mobilefacenet(options: { embeddingSize?: number; imageSizePx?: number; colour?: Colour } = {}): Model {
  const { embeddingSize = 128, imageSizePx = onlyImageSizePx, colour = 'rgb' } = options;
  checkImageSize('mobilefacenet', imageSizePx, String(onlyImageSizePx), imageSizePx === onlyImageSizePx);
  const layers: Layer[] = [block('stem', channelsOf(colour), 64, 3, 2), depthwiseBlock('stem.depthwise', 64)];
  let inputs = 64;
  for (const [stage, { outputs, width, stride, repeats }] of stages.entries()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      layers.push(bottleneck(`stage${stage + 1}.${repeat + 1}`, inputs, outputs, width, stride));
      inputs = outputs;
    }
  }
  layers.push(
    block('head.expand', inputs, 512, 1),
    depthwiseConvolution('head.global.conv', 512, { kernelSize: 7, padding: 'valid' }),
    batchNorm('head.global.norm', 512),
    convolution('head.embedding.conv', 512, embeddingSize, { kernelSize: 1 }),
    batchNorm('head.embedding.norm', embeddingSize),
  );
  return backbone({ name: 'mobilefacenet', imageSizePx, colour, embeddingSize }, sequence(...layers));
}
