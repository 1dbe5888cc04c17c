import type { MessageInitShape } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import type { Summary_ValueSchema } from '../proto/summary_pb.js';
import type { TensorProtoSchema } from '../proto/tensor_pb.js';

/** What an event has to show under one tag. */
export type SummaryValue = MessageInitShape<typeof Summary_ValueSchema> & { readonly tag: string };

const dtFloat = 1; // DataType.DT_FLOAT
const dtString = 7; // DataType.DT_STRING

/** A number, stored as float32. One beyond float32 becomes an infinity, as it does in TensorFlow. */
export function scalarOf(tag: string, value: number): SummaryValue {
  if (typeof value !== 'number') {
    const next = 'Pass a plain number: read a tensor before logging it.';
    throw new TypeError(explain({ expected: 'a number', received: typeof value, place: `scalar "${tag}"`, next }));
  }
  return { tag, value: { case: 'simpleValue', value: Math.fround(value) } };
}

/** Markdown, as the one string of a tensor without dimensions. */
export function textOf(tag: string, text: string): SummaryValue {
  if (typeof text !== 'string') {
    const next = 'Turn it into text first, with JSON.stringify for one.';
    throw new TypeError(explain({ expected: 'text', received: typeof text, place: `text "${tag}"`, next }));
  }
  return pluginValue(tag, 'text', { dtype: dtString, tensorShape: {}, stringVal: [Buffer.from(text)] });
}

/** A tensor that the named plugin shows; `content` tells the plugin how. */
export function pluginValue(
  tag: string,
  pluginName: string,
  tensor: MessageInitShape<typeof TensorProtoSchema>,
  content: Uint8Array = new Uint8Array(),
): SummaryValue {
  return { tag, value: { case: 'tensor', value: tensor }, metadata: { pluginData: { pluginName, content } } };
}

/** A float32 tensor. */
export function floatTensor(shape: readonly number[], values: number[]): MessageInitShape<typeof TensorProtoSchema> {
  return { dtype: dtFloat, tensorShape: { dim: shape.map(size => ({ size: BigInt(size) })) }, floatVal: values };
}
