/** A net that both sides of the step bench have, with the work of one step. */
export interface BenchNet {
  /** As packages/models and bench/pytorch/nets.py name it. */
  readonly name: string;
  readonly title: string;
  readonly embeddingSize: number;
  readonly batchSize: number;
  readonly sidePx: number;
}

/** From bound by memory to bound by arithmetic; the last one is the net of many older recipes, at their image size. */
export const benchNets: readonly BenchNet[] = [
  { name: 'mobilefacenet', title: 'MobileFaceNet', embeddingSize: 128, batchSize: 64, sidePx: 112 },
  { name: 'iresnet18', title: 'IResNet-18', embeddingSize: 512, batchSize: 32, sidePx: 112 },
  { name: 'resnet50', title: 'ResNet-50', embeddingSize: 128, batchSize: 16, sidePx: 160 },
];

/** Identities that both sides tell apart. */
export const benchClasses = 2854;

/** The name of a net's rows, by which results of different days are compared. */
export function stepRowName(net: BenchNet, mode: string): string {
  const { title, embeddingSize, batchSize, sidePx } = net;
  return `training step, ${title} ${embeddingSize}-d, batch ${batchSize}, ${sidePx}×${sidePx}, ${mode}`;
}
