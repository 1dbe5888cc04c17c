import { availableParallelism } from 'node:os';
import { UsageError } from '@arcface-ts/core';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ConfigProtoSchema, GraphOptionsSchema } from '../proto/config_pb.js';
import type { RewriterConfigSchema } from '../proto/rewriter_config_pb.js';

const precisions = ['float32', 'bfloat16', 'float16'] as const;

/** How a TensorFlow session computes. */
export interface SessionOptions {
  /**
   * Threads that share the work of one op; 0, the default, is TensorFlow's choice. They belong to the process: the first
   * session or eager op of it settles their number.
   */
  readonly intraOpThreads?: number;
  /**
   * Ops that run at once; 0 is TensorFlow's choice, and another number gives the session threads of its own. By default as many as there are
   * branches on a CPU, up to its cores, and TensorFlow's choice on a GPU.
   */
  readonly interOpThreads?: number;
  /**
   * Parts of the graph that do not wait for each other, such as the nets of an ensemble: on a CPU one fills the cores while another waits
   * for its threads. 1 by default, so that each op has all cores to itself.
   */
  readonly branches?: number;
  /**
   * What convolutions and matrix products compute in: float32, the default, or a narrower type that TensorFlow's graph
   * rewriter casts to; variables stay float32. float16 is for a GPU, whose rewriter knows no other, and small gradients vanish in it
   * unless the loss is scaled; bfloat16 is for a CPU, whose rewriter fails in float16 on larger graphs. A CPU without AVX-512 is
   * slower in bfloat16 than in float32.
   */
  readonly precision?: (typeof precisions)[number];
  /** Compile clusters of ops by XLA; false by default. */
  readonly xla?: boolean;
  /** Take a GPU's memory as it is needed, not all of it at once; true by default. */
  readonly allowGrowth?: boolean;
}

/**
 * The serialized ConfigProto of a session on that device. An op that has no kernel for the GPU runs on the CPU.
 * Throws a UsageError for a number of threads that is none, for an unknown precision, and for one that is another device's.
 */
export function encodeSessionConfig(options: SessionOptions, device: 'cpu' | 'gpu'): Uint8Array {
  const {
    intraOpThreads = 0,
    branches = 1,
    interOpThreads = device === 'cpu' ? Math.min(branches, availableParallelism()) : 0,
    precision = 'float32',
    xla = false,
    allowGrowth = true,
  } = options;
  checkBranches(branches);
  checkThreads('intraOpThreads', intraOpThreads);
  checkThreads('interOpThreads', interOpThreads);
  const rewriteOptions = rewriting(precision, device);
  const config = create(ConfigProtoSchema, {
    intraOpParallelismThreads: intraOpThreads,
    interOpParallelismThreads: interOpThreads,
    // The threads of the process are there already, in a number that this session could not change.
    usePerSessionThreads: interOpThreads > 0,
    allowSoftPlacement: true,
    gpuOptions: { allowGrowth },
  });
  config.graphOptions = create(GraphOptionsSchema, {
    ...(xla && { optimizerOptions: { globalJitLevel: on, cpuGlobalJit: device === 'cpu' } }),
    rewriteOptions,
  });
  return toBinary(ConfigProtoSchema, config);
}

/** Throws the UsageError of a session that is given a precision which is not for that device. */
export function checkPrecision(precision: NonNullable<SessionOptions['precision']>, device: 'cpu' | 'gpu'): void {
  rewriting(precision, device);
}

/** Toggle.ON of rewriter_config.proto, GlobalJitLevel.ON_1 of config.proto. */
const on = 1;

function rewriting(
  precision: (typeof precisions)[number],
  device: 'cpu' | 'gpu',
): MessageInitShape<typeof RewriterConfigSchema> {
  switch (precision) {
    case 'float32':
      // The rewriter folds and reorders a graph in another way in each process, and the last bits of a training with it.
      return { disableMetaOptimizer: true };
    case 'bfloat16':
      // By its name, so that it comes alone: see above.
      if (device === 'cpu') return { optimizers: ['auto_mixed_precision_onednn_bfloat16'] };
      throw wrongDevice(precision, device, 'Take float16, or float32.');
    case 'float16':
      if (device === 'gpu') return { autoMixedPrecision: on };
      throw wrongDevice(precision, device, 'Take float32, or bfloat16 on a processor with AVX-512.');
    default:
      throw UsageError.because({
        expected: `a precision out of ${precisions.join(', ')}`,
        received: JSON.stringify(precision),
        place: 'precision',
      });
  }
}

function checkThreads(name: string, threads: number): void {
  if (Number.isInteger(threads) && threads >= 0 && threads < 2 ** 31) return;
  throw UsageError.because({
    expected: `${name} to be a whole number, 0 or more`,
    received: String(threads),
    place: name,
    next: "Pass 0 for TensorFlow's choice.",
  });
}

function checkBranches(branches: number): void {
  if (Number.isInteger(branches) && branches >= 1) return;
  throw UsageError.because({
    expected: 'branches to be a whole number, 1 or more',
    received: String(branches),
    place: 'branches',
  });
}

function wrongDevice(precision: string, device: 'cpu' | 'gpu', next: string): UsageError {
  const [needed, given] = device === 'cpu' ? ['GPU', 'CPU'] : ['CPU', 'GPU'];
  return UsageError.because({
    expected: `a ${needed} for the precision ${precision}`,
    received: `a ${given}`,
    place: 'precision',
    next,
  });
}
