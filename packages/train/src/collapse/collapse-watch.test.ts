import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleStep } from '../step/assemble-step.js';
import { smallConfig } from '../testing/small-config.js';
import { collapseInWords } from './collapse-in-words.js';
import { type CollapseWatchOptions, collapseWatch } from './collapse-watch.js';

const classes = 50;
const margin = { name: 'cosface', cosineMargin: 0.35, scale: 32 } as const;
/** Of equal angles, without the margin and with all of it. */
const [guess, guessWithMargin] = [Math.log(classes), Math.log1p((classes - 1) * Math.exp(32 * 0.35))];

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function watchOf(options: Partial<CollapseWatchOptions> = {}) {
  const parts = assembleStep(smallConfig({ margin }), classes);
  return collapseWatch(parts, { classes, batchSize: 10, stepsPerEpoch: 30, warmupSteps: 0, ...options });
}

interface Steps {
  readonly count?: number;
  readonly loss: number;
  readonly top1?: number;
  readonly strength?: number;
  readonly applied?: boolean;
}

/** Takes so many equal steps after those before. */
function take(watch: ReturnType<typeof watchOf>, { count = 100, ...step }: Steps, before = 0): void {
  const { loss, top1 = 1 / classes, strength = 0, applied = true } = step;
  const figures = { loss, top1, gradientNorm: 1, meanTargetAngleDeg: 90, meanNearestOtherAngleDeg: 80 };
  for (let done = before + 1; done <= before + count; done++)
    watch.step({ figures, applied }, { learningRate: 0.1, marginStrength: strength }, { step: done });
}

describe('a loss of guessing', () => {
  it('is told once, with what guessing gives', () => {
    const watch = watchOf();
    take(watch, { loss: guess });
    const warning = {
      kind: 'guessing',
      step: 100,
      loss: expect.closeTo(guess, 6),
      guessingLoss: expect.closeTo(guess, 4),
      top1: expect.closeTo(0.02, 6),
    };
    expect(watch.judge(undefined, { step: 100 })).toEqual([warning]);
    expect(watch.judge(undefined, { step: 110 })).toEqual([]);
    expect(watch.warnings).toEqual([warning]);
  });

  it.each([
    ['at the value', guess, 0, 1],
    ['above it, as that of a net before its first step', guess + 4, 0, 1],
    ['well below it', 0.8 * guess, 0, 0],
    ['at the value of a margin', guessWithMargin, 0.35, 1],
    ['at the value without a margin, where there is one', guess, 0.35, 0],
  ])('%s', (_, loss, strength, warnings) => {
    const watch = watchOf();
    take(watch, { loss, strength });
    expect(watch.judge(undefined, { step: 100 })).toHaveLength(warnings);
  });

  it('is none while more photos than by chance are nearest to their own class', () => {
    const watch = watchOf();
    take(watch, { loss: guess + 2, top1: 3 / classes });
    expect(watch.judge(undefined, { step: 100 })).toEqual([]);
  });

  it('is seen when it comes later', () => {
    const watch = watchOf();
    take(watch, { loss: 1, top1: 0.9 });
    expect(watch.judge(undefined, { step: 100 })).toEqual([]);
    take(watch, { loss: guess, top1: 0, count: 400 }, 100);
    expect(watch.judge(undefined, { step: 500 })).toMatchObject([{ kind: 'guessing', step: 500 }]);
  });
});

describe('collapsed embeddings', () => {
  it.each([
    [0.96, 1],
    [0.94, 0],
    [undefined, 0],
  ])('with a mean cosine of %d: %i warnings', (meanCosine, warnings) => {
    const watch = watchOf();
    take(watch, { loss: 1 });
    expect(watch.judge(meanCosine, { step: 100 })).toHaveLength(warnings);
  });

  it('are told once', () => {
    const watch = watchOf();
    take(watch, { loss: 1 });
    expect([1, 1, 0.99].map(cosine => watch.judge(cosine, { step: 100 }).length)).toEqual([1, 0, 0]);
  });
});

it.each([
  ['a hundred steps', {}, 99, 100],
  ['a hundred steps after the warm-up', { warmupSteps: 20 }, 119, 120],
])('nothing is judged before %s', (_, options, before, from) => {
  const judged = [before, from].map(count => {
    const watch = watchOf(options);
    take(watch, { loss: guess, count });
    return watch.judge(1, { step: count }).map(({ kind }) => kind);
  });
  expect(judged).toEqual([[], ['embeddings', 'guessing']]);
});

it.each([
  ['an epoch', { stepsPerEpoch: 150 }, 150],
  ['ten photos of each class', { batchSize: 2 }, 250],
])('a loss is not judged before %s', (_, options, steps) => {
  const judged = [steps - 1, steps].map(count => {
    const watch = watchOf(options);
    take(watch, { loss: guess, count });
    return watch.judge(0, { step: count }).length;
  });
  expect(judged).toEqual([0, 1]);
});

it('an update that was not taken does not count', () => {
  const watch = watchOf();
  take(watch, { loss: guess });
  take(watch, { loss: Number.NaN, applied: false, count: 1 }, 100);
  expect(watch.judge(undefined, { step: 101 })).toHaveLength(1);
});

it('says in words what is wrong and what to try', () => {
  expect(collapseInWords({ kind: 'embeddings', step: 300, meanCosine: 0.99912 })).toMatch(
    /^step 300: the embeddings have collapsed: the mean cosine of two validation photos is 0\.9991, .*Try a lower learningRate\.base/,
  );
  expect(collapseInWords({ kind: 'guessing', step: 9, loss: 9.251, guessingLoss: 9.2, top1: 0.0001 })).toMatch(
    /^step 9: the loss is that of guessing: 9\.25 on average, where equal angles to all classes give 9\.20, and 0\.010 % .*Try another learningRate\.base/,
  );
});
