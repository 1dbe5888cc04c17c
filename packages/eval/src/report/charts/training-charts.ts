import { drawChart, paint } from './chart.js';
import { thinCurve } from './thin-curve.js';

/** What a training logged, over epochs; 1 is the end of the first. */
export interface TrainingCurves {
  readonly steps: readonly { readonly epoch: number; readonly loss: number; readonly learningRate: number }[];
  /** Chance that a pair of one person is nearer than a pair of two, of people held out of training. */
  readonly validations: readonly { readonly epoch: number; readonly auc: number }[];
  /** The epoch whose weights were kept, for a mark; null where no validation was. */
  readonly bestEpoch: number | null;
}

/** As SVG whose colours are CSS variables. */
export interface TrainingCharts {
  readonly loss: string;
  readonly learningRate: string;
  readonly validation: string;
}

/** Draws loss, learning rate and validation over the epochs. A loss that is not finite is left out. */
export async function drawTrainingCharts({ steps, validations, bestEpoch }: TrainingCurves): Promise<TrainingCharts> {
  const last = Math.max(1, ...[...steps, ...validations].map(({ epoch }) => epoch));
  const x = {
    field: 'epoch',
    type: 'quantitative',
    title: 'epoch',
    scale: { domain: [0, last], nice: false },
    axis: { grid: false, tickMinStep: 1, format: '~g' },
  };
  const axis = (field: string, title: string, more: object = {}) => ({
    x,
    y: { field, type: 'quantitative', title, scale: { zero: false, nice: true }, axis: { tickCount: 6 }, ...more },
  });
  const line = (values: readonly { epoch: number; value: number }[], encoding: object) => ({
    data: { values: thinCurve(values, { x: ({ epoch }) => epoch, y: ({ value }) => value }) },
    mark: { type: 'line', color: paint.same, strokeWidth: 2 },
    encoding,
  });
  const losses = steps.filter(({ loss }) => Number.isFinite(loss)).map(({ epoch, loss }) => ({ epoch, value: loss }));
  const rates = steps.map(({ epoch, learningRate }) => ({ epoch, value: learningRate }));
  const aucs = validations.map(({ epoch, auc }) => ({ epoch, value: auc }));
  // There may be several validations in an epoch; the highest of the best one's was kept.
  const best = aucs.filter(({ epoch }) => Math.ceil(epoch) === bestEpoch).sort((one, other) => other.value - one.value);
  const dots = (values: readonly object[], mark: object, encoding: object) => ({
    data: { values },
    mark: { type: 'circle', opacity: 1, ...mark },
    encoding,
  });
  const validation = axis('value', 'AUC of people held out');
  const [loss, learningRate, auc] = await Promise.all([
    drawChart([line(losses, axis('value', 'loss of a batch', { scale: { zero: true, nice: true } }))]),
    drawChart([
      line(rates, axis('value', 'learning rate', { scale: { zero: true }, axis: { tickCount: 6, format: '~g' } })),
    ]),
    drawChart([
      line(aucs, validation),
      dots(aucs, { color: paint.same, size: 40 }, validation),
      dots(best.slice(0, 1), { color: paint.ink, size: 80 }, validation),
    ]),
  ]);
  return { loss, learningRate, validation: auc };
}
