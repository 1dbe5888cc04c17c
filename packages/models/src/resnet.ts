import { backbone, checkImageSize } from './backbone.js';
import { type Colour, channelsOf } from './colour.js';
import type { Layer } from './layer.js';
import { batchNorm, batchNormRelu } from './layers/batch-norm.js';
import { type ConvolutionOptions, convolution } from './layers/convolution.js';
import { linear } from './layers/linear.js';
import { globalAveragePool, maxPool } from './layers/pooling.js';
import { projection } from './layers/projection.js';
import { residual } from './layers/residual.js';
import { sequence } from './layers/sequence.js';
import type { Model } from './model.js';

/** Convolution → batch norm → ReLU. */
function activated(name: string, inputs: number, outputs: number, options: ConvolutionOptions): Layer {
  return sequence(
    convolution(`${name}.conv`, inputs, outputs, { ...options, padding: 'symmetric' }),
    batchNormRelu(name, outputs),
  );
}

/** Layers around which a shortcut goes. The last of them is a convolution `<last>.conv`, whose norm `<last>.norm` ends the block. */
interface Block {
  /** Channels that come out for each one of `width`. */
  readonly expansion: number;
  readonly last: string;
  layers(name: string, inputs: number, width: number, stride: number): Layer;
}

const basicBlock: Block = {
  expansion: 1,
  last: 'second',
  layers: (name, inputs, width, stride) =>
    sequence(
      activated(`${name}.first`, inputs, width, { kernelSize: 3, stride }),
      convolution(`${name}.second.conv`, width, width, { kernelSize: 3, padding: 'symmetric' }),
    ),
};

/** The stride is that of the 3×3 convolution, as in torchvision ("v1.5"); the paper has it on the 1×1 before. */
const bottleneck: Block = {
  expansion: 4,
  last: 'widen',
  layers: (name, inputs, width, stride) =>
    sequence(
      activated(`${name}.narrow`, inputs, width, { kernelSize: 1 }),
      activated(`${name}.filter`, width, width, { kernelSize: 3, stride }),
      convolution(`${name}.widen.conv`, width, 4 * width, { kernelSize: 1, padding: 'symmetric' }),
    ),
};

/** Width of each stage's blocks; the first block of all stages but the first halves the map. */
const widths = [64, 128, 256, 512];

export interface ResnetOptions {
  readonly embeddingSize?: number;
  /** Side of a photo, 17 or more, so that not more than the last stage sees a single pixel: whatever map is left is averaged. */
  readonly imageSizePx?: number;
  readonly colour?: Colour;
}

/** ResNet-18: blocks of two 3×3 convolutions. 11,176,512 parameters up to the average; see `resnet50` for the rest. */
export function resnet18(options: ResnetOptions = {}): Model {
  return resnet('resnet18', basicBlock, [2, 2, 2, 2], { imageSizePx: 112, ...options });
}

/**
 * ResNet-50: blocks that narrow, filter and widen. He et al. 2015, https://arxiv.org/abs/1512.03385, table 1, as torchvision has it
 * (https://github.com/pytorch/vision, models/resnet.py) up to the global average; then a fully connected layer to the
 * embedding and a batch norm. 23,508,032 parameters up to the average, and 262,528 behind it with 128 numbers an embedding.
 */
export function resnet50(options: ResnetOptions = {}): Model {
  return resnet('resnet50', bottleneck, [3, 4, 6, 3], { imageSizePx: 160, ...options });
}

function resnet(
  name: string,
  block: Block,
  repeats: readonly number[],
  options: ResnetOptions & { imageSizePx: number },
): Model {
  const { embeddingSize = 128, imageSizePx, colour = 'rgb' } = options;
  checkImageSize(name, imageSizePx, '17 or more', imageSizePx >= 17);
  const layers: Layer[] = [activated('stem', channelsOf(colour), 64, { kernelSize: 7, stride: 2 }), maxPool(3, 2)];
  let inputs = 64;
  for (const [stage, width] of widths.entries()) {
    const outputs = width * block.expansion;
    for (let repeat = 0; repeat < (repeats[stage] as number); repeat++) {
      const blockName = `stage${stage + 1}.${repeat + 1}`;
      const stride = stage > 0 && repeat === 0 ? 2 : 1;
      const shortcut = projection(`${blockName}.shortcut`, inputs, outputs, { stride });
      const norm = batchNorm(`${blockName}.${block.last}.norm`, outputs);
      layers.push(residual(block.layers(blockName, inputs, width, stride), norm, { shortcut, relu: true }));
      inputs = outputs;
    }
  }
  layers.push(
    globalAveragePool(),
    linear('head.embedding.linear', inputs, embeddingSize),
    batchNorm('head.embedding.norm', embeddingSize),
  );
  return backbone({ name, imageSizePx, colour, embeddingSize }, sequence(...layers));
}
