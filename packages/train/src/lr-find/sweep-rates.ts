import { setImmediate } from 'node:timers/promises';
import type { Batch, RateTest } from '@arcface-ts/core';
import type { Loader } from '@arcface-ts/data';
import { exponentialMean } from '../exponential-mean.js';
import { type LossScale, mayBeOverflow } from '../optimizer/loss-scale.js';
import { geometric } from '../schedule/geometric.js';
import type { Trainer } from '../trainer/trainer.js';

export interface SweepOptions {
  /** Learning rates of the first and of the last step, and how many steps there are. */
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** Of the data, so many batches are trained on, over and over. */
  readonly batches: number;
  readonly marginStrength: number;
  /** Null where the loss is not scaled. */
  readonly lossScale: LossScale | null;
  readonly onStep: (point: SweptPoint, steps: number) => void;
}

export type SweptPoint = RateTest['points'][number];

export interface Sweep {
  readonly points: SweptPoint[];
  readonly stoppedBy: RateTest['stoppedBy'];
}

/** The test has seen enough when the smoothed loss is so many times its least; as in fastai's finder. */
const risenLoss = 4;

/**
 * Steps that a mean looks back. A tenth of them all, so that it looks back over the same range of rates however many steps there are: over six
 * decades a factor of four. fastai's constant mean over 50 steps looks back over a factor of 1000 where there are 100.
 */
export function sweepMemory(steps: number): number {
  return Math.max(1, steps / 10);
}

/**
 * The learning-rate range test: trains while the rate rises from step to step, and writes down how the loss goes
 * (L. Smith, https://arxiv.org/abs/1506.01186, section 3.3). Departs from it as fastai's finder does: the rate rises geometrically, by the
 * step, and the loss of training is looked at, smoothed. A mean of losses is set against the mean of the rates' logarithms by the same weights:
 * smoothing then shifts nothing to higher rates, and a loss that is a line over the logarithm stays that line.
 *
 * It ends at the last rate, when the loss has risen to four times its least, or when it is no number any more.
 */
export async function sweepRates(trainer: Trainer, source: Loader, options: SweepOptions): Promise<Sweep> {
  const { from, to, steps, marginStrength, lossScale, onStep } = options;
  const rateAt = geometric({ from, to, steps });
  const [meanLoss, meanLogarithm] = [exponentialMean(sweepMemory(steps)), exponentialMean(sweepMemory(steps))];
  const points: SweptPoint[] = [];
  let least = Number.POSITIVE_INFINITY;
  let scaling = lossScale?.init() ?? null;
  let step = 0;
  for await (const batch of batchesOf(source, options)) {
    const learningRate = rateAt(step++);
    const { figures, applied } = await trainer.step(batch, {
      learningRate,
      marginStrength,
      ...(scaling && { lossScale: scaling.scale }),
    });
    batch.release();
    // An eager step computes on this thread: here the decoders' answers get their turn.
    await setImmediate();
    if (!applied && !mayBeOverflow(figures, scaling?.scale)) return { points, stoppedBy: 'not-finite' };
    scaling = lossScale && scaling ? lossScale.update(scaling, applied) : null;
    const point = {
      rate: learningRate,
      loss: figures.loss,
      smoothedRate: Math.exp(meanLogarithm(Math.log(learningRate))),
      smoothedLoss: meanLoss(figures.loss),
    };
    points.push(point);
    onStep(point, step);
    least = Math.min(least, point.smoothedLoss);
    if (point.smoothedLoss > risenLoss * least) return { points, stoppedBy: 'risen-loss' };
  }
  return { points, stoppedBy: 'last-rate' };
}

/** The first batches of the first epoch, over and over. */
async function* batchesOf(
  source: Loader,
  { steps, batches }: Pick<SweepOptions, 'steps' | 'batches'>,
): AsyncGenerator<Batch, void> {
  for (let step = 0; step < steps; ) {
    let left = Math.min(batches, steps - step);
    for await (const batch of source.batches(0)) {
      yield batch;
      step++;
      if (--left === 0) break;
    }
  }
}
