import { readFile } from 'node:fs/promises';
import { DataError, elementCount, readJson } from '@arcface-ts/core';
import { z } from 'zod';
import { floatsFromHalves } from './float16.js';

const attributeSchema = z.object({
  s: z.string().optional(),
  i: z.coerce.number().optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional(), s: z.array(z.string()).optional() }).optional(),
});
const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
export type GraphNode = z.infer<typeof nodeSchema>;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

/** The JSON file of tfjs's graph-model format: a TensorFlow graph, and what lies in the file of weights beside it. */
const fileSchema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.tuple([z.object({ weights: z.array(weightSchema) })]),
});

export interface GraphWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A TensorFlow graph as tfjs keeps it: nodes that name each other, and the values of its Const nodes. */
export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, GraphWeight>;
}

/**
 * Reads `<path>.json` and `<path>.bin`. Weights stored as float16 become float32.
 * Throws a DataError that names the file when it has another form, or too few or too many bytes.
 */
export async function readGraphModel(path: string): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = await readJson(`${path}.json`, fileSchema, 'Run `npm ci`.');
  const bytes = await readFile(`${path}.bin`);
  const weights = new Map<string, GraphWeight>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of weightsManifest[0].weights) {
    const end = offset + elementCount(shape) * (quantization === undefined ? 4 : 2);
    // A copy, since an array of floats begins at a multiple of four bytes.
    const { buffer } = Uint8Array.from(bytes.subarray(offset, end));
    if (end <= bytes.length) weights.set(name, { shape, values: valuesOf(buffer, dtype, quantization !== undefined) });
    offset = end;
  }
  if (offset !== bytes.length) {
    throw DataError.because({
      expected: `${offset} bytes of weights, as ${path}.json lists them`,
      received: `${bytes.length}`,
      place: `${path}.bin`,
      next: 'Run `npm ci`.',
    });
  }
  return { nodes: modelTopology.node, weights };
}

function valuesOf(buffer: ArrayBuffer, dtype: 'float32' | 'int32', halves: boolean): Float32Array | Int32Array {
  if (halves) return floatsFromHalves(new Uint16Array(buffer));
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer);
}
