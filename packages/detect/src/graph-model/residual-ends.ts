import type { GraphNode } from './graph-model.js';
import { decoded, nodeName } from './node-text.js';

/** A ReLU of a convolution with bias, added to something else: the end of a residual block. */
export interface ResidualEnd {
  readonly convolution: GraphNode;
  /** Name of the node that is added. */
  readonly addend: string;
}

/** The ReLUs of a graph that end a residual block whose convolution and sum nobody else takes, by name. */
export function residualEnds(nodes: readonly GraphNode[]): ReadonlyMap<string, ResidualEnd> {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const uses = new Map<string, number>();
  for (const name of nodes.flatMap(node => node.input.map(nodeName))) uses.set(name, (uses.get(name) ?? 0) + 1);
  const ends = new Map<string, ResidualEnd>();
  for (const { name, op, input } of nodes) {
    const sum = op === 'Relu' ? byName.get(nodeName(input[0] as string)) : undefined;
    if (sum?.op !== 'AddV2' || uses.get(sum.name) !== 1) continue;
    const [left, right] = sum.input.map(nodeName) as [string, string];
    for (const [own, addend] of [
      [left, right],
      [right, left],
    ] as const) {
      const convolution = byName.get(own);
      if (convolution === undefined || !isConvolutionWithBias(convolution) || uses.get(own) !== 1) continue;
      ends.set(name, { convolution, addend });
      break;
    }
  }
  return ends;
}

function isConvolutionWithBias({ op, attr }: GraphNode): boolean {
  return op === '_FusedConv2D' && (attr['fused_ops']?.list?.s ?? []).map(decoded).join() === 'BiasAdd';
}
