import * as tf from '@tensorflow/tfjs-core';
import type { OpAttribute } from '../fused/execute-op.js';
import type { TensorflowBinding } from '../native/register-tensorflow.js';
import { tensorflow } from '../start-tensorflow.js';
import { dtypeName } from './dtypes.js';
import { gatherKernel } from './gather-kernel.js';
import type { Recording } from './recording.js';
import { callSite, TraceError } from './trace-error.js';

const backendName = 'arcface-trace';

/** tfjs-node's backend: what it needs to be told here. */
interface NodeBackend extends tf.KernelBackend {
  tensorMap: tf.DataStorage<unknown>;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(metadata: { id: number; shape: readonly number[]; dtype: number }): tf.Tensor;
}

/** Between tensors of tfjs and those of a recording. */
export interface Tracing {
  /** The recorded id of a tensor. */
  idOf(tensor: tf.Tensor): number;
  /** A tensor of tfjs for a recorded one. */
  tensorOf(id: number): tf.Tensor;
}

/**
 * Runs a function while every op that it calls is recorded and none executed.
 *
 * tfjs-node's kernels end in calls of their binding: `createTensor`, `executeOp`, `tensorDataSync`, `deleteTensor`. A backend
 * with a binding that records makes tracers of them all, those of gradients included.
 */
export function traced<Result>(recording: Recording, run: (tracing: Tracing) => Result): Result {
  const { binding, createBackend } = tensorflow();
  const backend = createBackend(recordingBinding(binding, recording)) as NodeBackend;
  backend.tensorMap = new tf.DataStorage(backend, { moveData: refuseOutsider });
  const before = tf.getBackend();
  for (const kernel of [gatherKernel, ...tf.getKernelsForBackend(before)]) {
    // Each time, since a module that is loaded later may bring kernels of its own.
    if (!tf.getKernel(kernel.kernelName, backendName)) tf.registerKernel({ ...kernel, backendName });
  }
  tf.registerBackend(backendName, () => backend);
  tf.setBackend(backendName);
  const engine = tf.engine();
  // A scope frees no tensor that is kept: moments that a layer hands out, or what a backward pass that failed had saved.
  const kept: tf.Tensor[] = [];
  engine.keep = tensor => {
    kept.push(tensor);
    tensor.kept = true;
    return tensor;
  };
  engine.startScope();
  try {
    return run({
      idOf: tensor => backend.getInputTensorIds([tensor])[0] as number,
      tensorOf: id => backend.createOutputTensor({ id, ...recording.tensor(id) }),
    });
  } finally {
    engine.endScope();
    for (const tensor of kept) tensor.dispose();
    // The class's own again.
    delete (engine as Partial<typeof engine>).keep;
    tf.setBackend(before);
    tf.removeBackend(backendName);
  }
}

function recordingBinding(binding: TensorflowBinding, recording: Recording): TensorflowBinding {
  const calls = {
    executeOp(op: string, attributes: OpAttribute[], ids: number[], outputs: number) {
      return recording
        .op(op, attributes, ids)
        .ids.slice(0, outputs)
        .map(id => ({ id, ...recording.tensor(id) }));
    },
    createTensor: (shape: number[], dtype: number, values: ArrayLike<unknown>) =>
      recording.constant(dtype, shape, values),
    deleteTensor: () => undefined,
    tensorDataSync(id: number): never {
      const { op, shape, dtype } = recording.tensor(id);
      throw TraceError.because({
        expected: 'no value to be read while a function is traced: there is none yet',
        received: `a read of what ${op} gives, [${shape.join(', ')}] ${dtypeName(dtype)}`,
        place: callSite(),
        next: 'Return it as an output, and read it from what run() gives.',
      });
    },
  };
  // The constants (TF_FLOAT, TF_ATTR_INT, …) and the device are the real binding's.
  return Object.create(binding, Object.getOwnPropertyDescriptors(calls)) as TensorflowBinding;
}

function refuseOutsider(): never {
  throw TraceError.because({
    expected: 'a traced function to use its inputs, its variables and what it makes of them',
    received: 'a tensor from outside',
    place: callSite(),
    next: 'Hand it to the function as an input or a variable.',
  });
}
