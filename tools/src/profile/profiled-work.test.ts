import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { measureWork } from './measure-work.js';
import { configSubject, netSubject } from './profiled-subject.js';
import { inferenceWork, type ProfiledWork, trainingWork } from './profiled-work.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const subject = netSubject('mobilefacenet');
const options = { batchSize: 2, precision: 'float32' } as const;

function opsOf({ rows }: { rows: readonly { op: string }[] }): string[] {
  return rows.map(({ op }) => op);
}

function kept(work: ProfiledWork): ProfiledWork {
  onTestFinished(() => work.dispose());
  return work;
}

it("takes the bench's sizes where the bench has the net, and the config's", async () => {
  const sizesOf = ({ model, batchSize }: ReturnType<typeof netSubject>) => [model().embeddingSize, batchSize];
  expect(sizesOf(netSubject('resnet50'))).toEqual([128, 16]);
  expect(sizesOf(netSubject('iresnet100'))).toEqual([512, 32]);
  const small = await configSubject('face.small');
  expect([...sizesOf(small), small.precision]).toEqual([512, 64, 'bfloat16']);
});

describe('measureWork', () => {
  it('profiles a whole training step, and its nodes add up to it', async () => {
    const { profile, runMs, peakRssMiB } = await measureWork(kept(await trainingWork(subject.step(), options)));
    expect(opsOf(profile)).toContain('AssignVariableOp');
    const sum = profile.nodes.reduce((total, { milliseconds }) => total + milliseconds, 0);
    expect(sum).toBeCloseTo(profile.opMilliseconds, 6);
    expect(runMs).toBeGreaterThan(0);
    expect(peakRssMiB).toBeGreaterThan(0);
  });

  it('profiles the mean of the weights too, where one is kept', async () => {
    const assigned = async (averaged: boolean): Promise<number> => {
      const work = kept(await trainingWork({ ...subject.step(), averaged }, options));
      return (await work.profile()).nodes.filter(({ op }) => op === 'AssignVariableOp').length;
    };
    expect(subject.step().averaged).toBe(false);
    expect((await configSubject('face.small')).step().averaged).toBe(true);
    const weights = subject.step().parts.specs.length;
    expect(await assigned(true)).toBe((await assigned(false)) + weights);
  });

  it('profiles a forward pass that updates nothing', async () => {
    const { profile } = await measureWork(kept(await inferenceWork(subject.model(), options)));
    // oneDNN's kernels have prefixes of their own.
    expect(opsOf(profile).some(op => op.includes('Conv2D'))).toBe(true);
    expect(opsOf(profile)).not.toContain('AssignVariableOp');
  });

  it('times runs after the warm-up, and profiles last', async () => {
    const order: string[] = [];
    const profile = { rows: [], nodes: [], wallMilliseconds: 0, opMilliseconds: 0 };
    await measureWork({
      run: async () => order.push('run'),
      profile: async () => {
        order.push('profile');
        return profile;
      },
    });
    expect(order).toEqual([...Array<string>(8).fill('run'), 'profile']);
  });
});
