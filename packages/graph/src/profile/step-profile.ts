import { fromBinary } from '@bufbuild/protobuf';
import { RunMetadataSchema } from '../proto/config_pb.js';
import type { NodeExecStats } from '../proto/step_stats_pb.js';

/** What all ops of one type did in a step. */
export interface ProfileRow {
  readonly op: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** Share of the time of all ops. */
  readonly percent: number;
  /** Sum of the outputs' sizes. An op that hands its input on (Reshape, Identity) counts it too, though it takes no memory. */
  readonly outputMiB: number;
}

export interface StepProfile {
  /** By time, the longest first. */
  readonly rows: readonly ProfileRow[];
  /** From the first op's start to the last one's end. */
  readonly wallMilliseconds: number;
  /** Sum of the ops' times: more than the wall time where ops ran at once. */
  readonly opMilliseconds: number;
}

interface Sum {
  calls: number;
  nanoseconds: number;
  bytes: number;
}

/**
 * Sums up a traced run by the type of op.
 *
 * A device reports the ops that it executed, and a GPU's tracer reports each kernel up to three times more: for its stream,
 * for all streams, among the copies. Counted are the reports of "…CPU:0" and "…GPU:0", each op once. What such a report of a
 * GPU has timed is the launch of kernels by the host; so the time of a GPU's ops is taken from ".../stream:all" when there is
 * one: the kernels', assigned to ops by their node. Copies and waits are left out.
 *
 * The type is the one in the label "name = Op(inputs)" of what was executed: graph optimizers put one op in another's place
 * and keep the name (a _FusedConv2D is called as the Relu that it swallowed).
 *
 * @param runMetadata serialized RunMetadata of TensorFlow's config.proto, of a run with full trace
 * @param opOfNode the type of a node in the graph as it was built, for reports without a label
 */
export function profileOfStep(runMetadata: Uint8Array, opOfNode: (name: string) => string | undefined): StepProfile {
  const devices = fromBinary(RunMetadataSchema, runMetadata).stepStats?.devStats ?? [];
  const onCpu = devices.flatMap(({ device, nodeStats }) => (/\bCPU:\d+$/i.test(device) ? nodeStats : []));
  const onGpu = devices.flatMap(({ device, nodeStats }) => (/\bGPU:\d+$/i.test(device) ? nodeStats : []));
  const kernels = devices.flatMap(({ device, nodeStats }) => (/\bGPU:\d+\/stream:all$/i.test(device) ? nodeStats : []));

  const opOfExecuted = new Map<string, string>();
  const sums = new Map<string, Sum>();
  const sumOf = (op: string): Sum => {
    const sum = sums.get(op) ?? { calls: 0, nanoseconds: 0, bytes: 0 };
    sums.set(op, sum);
    return sum;
  };
  for (const [nodes, isTimed] of [
    [onCpu, true],
    [onGpu, kernels.length === 0],
  ] as const) {
    for (const node of nodes) {
      const op = opOfLabel(node.timelineLabel) ?? opOfNode(node.nodeName) ?? node.nodeName;
      opOfExecuted.set(node.nodeName, op);
      const sum = sumOf(op);
      sum.calls++;
      sum.bytes += outputBytes(node);
      if (isTimed) sum.nanoseconds += timesOf(node).spent;
    }
  }
  for (const node of kernels) {
    // A node's name, with ":Op" behind it or not; a kernel that no op launched goes by its own name, which is C++.
    const [, name = node.nodeName, annotated] = /^([\w.\\/>-]+)(?::([\w>]+))?$/.exec(node.nodeName) ?? [];
    const op = opOfExecuted.get(name) ?? annotated ?? opOfNode(name) ?? name;
    sumOf(op).nanoseconds += timesOf(node).spent;
  }
  return summary(sums, [...onCpu, ...onGpu, ...kernels]);
}

function summary(sums: ReadonlyMap<string, Sum>, nodes: readonly NodeExecStats[]): StepProfile {
  const total = [...sums.values()].reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
  const rows = [...sums].map(([op, { calls, nanoseconds, bytes }]) => ({
    op,
    calls,
    milliseconds: nanoseconds / 1e6,
    percent: total === 0 ? 0 : (100 * nanoseconds) / total,
    outputMiB: bytes / 2 ** 20,
  }));
  rows.sort((a, b) => b.milliseconds - a.milliseconds || b.calls - a.calls || (a.op < b.op ? -1 : 1));
  let first: bigint | undefined;
  let last = 0n;
  for (const { start, end } of nodes.map(timesOf)) {
    if (first === undefined || start < first) first = start;
    if (end > last) last = end;
  }
  const wallMilliseconds = first === undefined ? 0 : Number(last - first) / 1e6;
  return { rows, wallMilliseconds, opMilliseconds: total / 1e6 };
}

/** The op in "name = Op(inputs)", behind notes on memory: "[cpu 2.0MB 3.0MB] name = Op(inputs)". */
function opOfLabel(label: string): string | undefined {
  return /\S = ([\w>]+)\(/.exec(label)?.[1];
}

/** Nanoseconds: since 1970, but for `spent`, the time in the op itself. A GPU's tracer writes microseconds alone. */
function timesOf(node: NodeExecStats): { start: bigint; end: bigint; spent: number } {
  const fine = node.allStartNanos > 0n;
  const start = fine ? node.allStartNanos : node.allStartMicros * 1000n;
  const end = start + (fine ? node.allEndRelNanos : node.allEndRelMicros * 1000n);
  const spent = fine
    ? node.opEndRelNanos - node.opStartRelNanos
    : (node.opEndRelMicros - node.opStartRelMicros) * 1000n;
  return { start, end, spent: Math.max(0, Number(spent)) };
}

function outputBytes(node: NodeExecStats): number {
  let bytes = 0n;
  for (const { tensorDescription } of node.output)
    bytes += tensorDescription?.allocationDescription?.requestedBytes ?? 0n;
  return Number(bytes);
}
