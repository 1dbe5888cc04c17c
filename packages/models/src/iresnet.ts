import { UsageError } from '@arcface-ts/core';
import { backbone, checkImageSize } from './backbone.js';
import { type Colour, channelsOf } from './colour.js';
import type { Layer } from './layer.js';
import { batchNorm, batchNormPrelu } from './layers/batch-norm.js';
import { type ConvolutionOptions, convolution } from './layers/convolution.js';
import { linear } from './layers/linear.js';
import { projection } from './layers/projection.js';
import { residual } from './layers/residual.js';
import { sequence } from './layers/sequence.js';
import type { Model } from './model.js';
import { normal } from './parameter.js';

/** As insightface's code has it: a norm follows each convolution, so the deviation sets only how fast directions change. */
const likeInsightface = { padding: 'symmetric', initialize: normal(0.1) } satisfies Partial<ConvolutionOptions>;

function convolution3x3(name: string, inputs: number, outputs: number, stride = 1): Layer {
  return convolution(name, inputs, outputs, { ...likeInsightface, kernelSize: 3, stride });
}

/** BN → convolution → BN → PReLU → convolution → BN, beside a shortcut and with nothing after the sum. */
function block(name: string, inputs: number, outputs: number, stride: number): Layer {
  const layers = sequence(
    batchNorm(`${name}.norm`, inputs),
    convolution3x3(`${name}.first.conv`, inputs, outputs),
    batchNormPrelu(`${name}.first`, outputs),
    convolution3x3(`${name}.second.conv`, outputs, outputs, stride),
  );
  return residual(layers, batchNorm(`${name}.second.norm`, outputs), {
    shortcut: projection(`${name}.shortcut`, inputs, outputs, { ...likeInsightface, stride }),
  });
}

/** Channels of each stage at width 1; its first block halves the map. */
const stageChannels = [64, 128, 256, 512] as const;

export interface IresnetOptions {
  readonly embeddingSize?: number;
  /** Side of a photo, a multiple of 16: a fully connected layer spans the map that four halvings leave. */
  readonly imageSizePx?: number;
  readonly colour?: Colour;
  /**
   * Channels of all layers, as a share of the paper's: a multiple of 1/8, 1 by default. At half of it, a quarter of the work. Howard et al.
   * 2017, "MobileNets", https://arxiv.org/abs/1704.04861, section 3.3: the width multiplier α.
   */
  readonly width?: number;
}

/** IResNet-18: 24.03 M parameters at its defaults; see `iresnet100`. */
export function iresnet18(options: IresnetOptions = {}): Model {
  return iresnet('iresnet18', [2, 2, 2, 2], options);
}

/** IResNet-34: 34.14 M parameters at its defaults; see `iresnet100`. */
export function iresnet34(options: IresnetOptions = {}): Model {
  return iresnet('iresnet34', [3, 4, 6, 3], options);
}

/** IResNet-50: 43.59 M parameters at its defaults; see `iresnet100`. */
export function iresnet50(options: IresnetOptions = {}): Model {
  return iresnet('iresnet50', [3, 4, 14, 3], options);
}

/**
 * IResNet-100, the net of the ArcFace paper: residual blocks that begin with a batch norm and end without activation.
 * Deng et al. 2019, https://arxiv.org/abs/1801.07698, section 3.1, as insightface has it
 * (https://github.com/deepinsight/insightface, recognition/arcface_torch/backbones/iresnet.py); 65.16 M parameters at its
 * defaults. The head keeps the parts of a face in their place: a fully connected layer over the whole map, then a batch
 * norm whose scale stays 1. Departs from insightface: no dropout, which its recipes set to 0 too; the fully connected layer
 * reads the map row by row, not channel by channel.
 */
export function iresnet100(options: IresnetOptions = {}): Model {
  return iresnet('iresnet100', [3, 13, 30, 3], options);
}

function iresnet(name: string, repeats: readonly number[], options: IresnetOptions): Model {
  const { embeddingSize = 512, imageSizePx = 112, colour = 'rgb', width = 1 } = options;
  checkImageSize(name, imageSizePx, 'a multiple of 16', imageSizePx > 0 && imageSizePx % 16 === 0);
  checkWidth(name, width);
  let inputs = width * stageChannels[0];
  const layers: Layer[] = [convolution3x3('stem.conv', channelsOf(colour), inputs), batchNormPrelu('stem', inputs)];
  for (const [stage, channels] of stageChannels.entries()) {
    const outputs = width * channels;
    for (let repeat = 0; repeat < (repeats[stage] as number); repeat++) {
      layers.push(block(`stage${stage + 1}.${repeat + 1}`, inputs, outputs, repeat === 0 ? 2 : 1));
      inputs = outputs;
    }
  }
  layers.push(
    batchNorm('head.norm', inputs),
    linear('head.embedding.linear', inputs * (imageSizePx / 16) ** 2, embeddingSize),
    batchNorm('head.embedding.norm', embeddingSize, { scale: 'fixed' }),
  );
  return backbone({ name, imageSizePx, colour, embeddingSize }, sequence(...layers));
}

function checkWidth(name: string, width: number): void {
  if (width > 0 && Number.isInteger(8 * width)) return;
  throw UsageError.because({
    expected: 'a width that is a multiple of 1/8',
    received: String(width),
    place: name,
    next: 'Set model.width to 0.5 for half the channels, 1 for those of the paper.',
  });
}
