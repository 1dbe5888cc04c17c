import type * as tf from '@tensorflow/tfjs-core';

/** The same tensors under names that begin with a prefix: several records fit into one. */
export function withPrefix(prefix: string, tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/** The tensors whose names begin with a prefix, by what follows it. */
export function withoutPrefix(prefix: string, tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
