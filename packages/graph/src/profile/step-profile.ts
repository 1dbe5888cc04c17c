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

/** What one node of the graph did in a step. */
export interface ProfileNode extends ProfileRow {
  readonly name: string;
  /** Of its first output; null when it has none. */
  readonly shape: readonly number[] | null;
}

export interface StepProfile {
  /** By type of op and by time, the longest first. */
  readonly rows: readonly ProfileRow[];
  /** By node and by time, the longest first. A kernel of a GPU that no node launched has a row of its own and 0 calls. */
  readonly nodes: readonly ProfileNode[];
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

/** A node and the op that was executed for it. */
interface Executed extends Sum {
  readonly name: string;
  readonly op: string;
  readonly shape: readonly number[] | null;
}

/**
 * Sums up a traced run, by the type of op and by node.
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
  const executed = new Map<string, Executed>();
  const entry = (name: string, op: string, shape: readonly number[] | null): Executed => {
    const key = `${name} ${op}`;
    const found = executed.get(key) ?? { name, op, shape, calls: 0, nanoseconds: 0, bytes: 0 };
    executed.set(key, found);
    return found;
  };
  for (const [nodes, isTimed] of [
    [onCpu, true],
    [onGpu, kernels.length === 0],
  ] as const) {
    for (const node of nodes) {
      const op = opOfLabel(node.timelineLabel) ?? opOfNode(node.nodeName) ?? node.nodeName;
      opOfExecuted.set(node.nodeName, op);
      const found = entry(node.nodeName, op, shapeOf(node));
      found.calls++;
      found.bytes += outputBytes(node);
      if (isTimed) found.nanoseconds += timesOf(node).spent;
    }
  }
  for (const node of kernels) {
    // A node's name, with ":Op" behind it or not; a kernel that no op launched goes by its own name, which is C++.
    const [, name = node.nodeName, annotated] = /^([\w.\\/>-]+)(?::([\w>]+))?$/.exec(node.nodeName) ?? [];
    const op = opOfExecuted.get(name) ?? annotated ?? opOfNode(name) ?? name;
    entry(name, op, null).nanoseconds += timesOf(node).spent;
  }
  return summary([...executed.values()], [...onCpu, ...onGpu, ...kernels]);
}

function summary(executed: readonly Executed[], reports: readonly NodeExecStats[]): StepProfile {
  const sums = new Map<string, Sum>();
  let opNanoseconds = 0;
  for (const { op, calls, nanoseconds, bytes } of executed) {
    const sum = sums.get(op) ?? { calls: 0, nanoseconds: 0, bytes: 0 };
    sums.set(op, sum);
    sum.calls += calls;
    sum.nanoseconds += nanoseconds;
    sum.bytes += bytes;
    opNanoseconds += nanoseconds;
  }
  const figures = ({ calls, nanoseconds, bytes }: Sum) => ({
    calls,
    milliseconds: nanoseconds / 1e6,
    percent: opNanoseconds === 0 ? 0 : (100 * nanoseconds) / opNanoseconds,
    outputMiB: bytes / 2 ** 20,
  });
  const rows = [...sums].map(([op, sum]) => ({ op, ...figures(sum) }));
  const nodes = executed.map(({ name, op, shape, ...sum }) => ({ name, op, shape, ...figures(sum) }));
  return {
    rows: rows.sort((a, b) => longestFirst(a, b) || (a.op < b.op ? -1 : 1)),
    nodes: nodes.sort((a, b) => longestFirst(a, b) || (a.name < b.name ? -1 : 1)),
    wallMilliseconds: wallMilliseconds(reports),
    opMilliseconds: opNanoseconds / 1e6,
  };
}

function longestFirst(a: ProfileRow, b: ProfileRow): number {
  return b.milliseconds - a.milliseconds || b.calls - a.calls;
}

function wallMilliseconds(reports: readonly NodeExecStats[]): number {
  let first: bigint | undefined;
  let last = 0n;
  for (const { start, end } of reports.map(timesOf)) {
    if (first === undefined || start < first) first = start;
    if (end > last) last = end;
  }
  return first === undefined ? 0 : Number(last - first) / 1e6;
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

function shapeOf(node: NodeExecStats): readonly number[] | null {
  const first = node.output.find(({ slot }) => slot === 0)?.tensorDescription?.shape;
  return first === undefined ? null : first.dim.map(({ size }) => Number(size));
}
