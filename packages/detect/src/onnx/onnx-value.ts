import * as tf from '@tensorflow/tfjs-core';

/** What a node gives. */
export interface OnnxValue {
  readonly tensor: tf.Tensor;
  /** The tensor is [batch, height, width, channels] where ONNX has [batch, channels, height, width]; otherwise it is as in ONNX. */
  readonly channelsLast: boolean;
}

/** Its shape as ONNX has it. */
export function shapeOf({ tensor, channelsLast }: OnnxValue): number[] {
  if (!channelsLast) return tensor.shape;
  const [batch, height, width, channels] = (tensor as tf.Tensor4D).shape;
  return [batch, channels, height, width];
}

/** As in ONNX. */
export function plain(value: OnnxValue): tf.Tensor {
  return value.channelsLast ? tf.transpose(value.tensor, [0, 3, 1, 2]) : value.tensor;
}

/** [batch, height, width, channels], as TensorFlow has maps, of a value of four dimensions. */
export function channelsLast({ tensor, channelsLast }: OnnxValue): tf.Tensor4D {
  return channelsLast ? (tensor as tf.Tensor4D) : tf.transpose(tensor as tf.Tensor4D, [0, 2, 3, 1]);
}
