import { ArcfaceError } from '@arcface-ts/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type PytorchVariant, pytorchVariants } from './pytorch-variant.js';
import type { Stepper } from './stepper.js';
import { opponentsAmong, searchVariants } from './variant-search.js';

/** Every variant, at the speed that stands at its place; those without one were not measured. */
function opponentNames(...speeds: (number | undefined)[]): Record<string, string | undefined> {
  const measured = pytorchVariants.flatMap((variant, i) => {
    const imagesPerSecond = speeds[i];
    return imagesPerSecond === undefined ? [] : [{ variant, imagesPerSecond, peakRssMiB: 1 }];
  });
  const { float32, best } = opponentsAmong(measured);
  return { float32: float32?.name, best: best?.name };
}

describe('opponentsAmong', () => {
  it('takes the best in float32 and the best of all', () => {
    expect(opponentNames(10, 20, 50, 40, 60)).toEqual({
      float32: 'compile_channels_last',
      best: 'compile_channels_last_bf16',
    });
  });

  it('takes one for both where float32 is the fastest', () => {
    expect(opponentNames(10, 20, 5, 15, 6)).toEqual({ float32: 'channels_last', best: 'channels_last' });
  });

  it('takes what there is when nothing ran in float32', () => {
    expect(opponentNames(undefined, undefined, 5)).toEqual({ float32: undefined, best: 'channels_last_bf16' });
  });

  it('takes none when nothing ran', () => {
    expect(opponentNames()).toEqual({ float32: undefined, best: undefined });
  });
});

describe('searchVariants', () => {
  const variants = pytorchVariants.slice(0, 2);
  const names = variants.map(({ name }) => name);
  let steps: number[];
  let said: string[];
  beforeEach(() => {
    steps = [0, 0];
    said = [];
  });

  /** Variants whose every step takes the given time, or which do not start. */
  function search(...stepMs: (number | Error)[]) {
    const start = async (variant: PytorchVariant): Promise<Stepper> => {
      const i = names.indexOf(variant.name);
      const ms = stepMs[i];
      if (typeof ms !== 'number') throw ms;
      return {
        step: async () => {
          (steps[i] as number)++;
          return ms;
        },
        close: async () => ({ peakRssMiB: 3000 }),
        kill: () => undefined,
      };
    };
    return searchVariants(variants, start, 64, line => said.push(line));
  }

  it('measures every variant and says how fast it was', async () => {
    expect(await search(250, 500)).toEqual([
      { variant: variants[0], imagesPerSecond: 256, peakRssMiB: 3000 },
      { variant: variants[1], imagesPerSecond: 128, peakRssMiB: 3000 },
    ]);
    expect(said.at(-1)).toMatch(/^PyTorch channels_last: 128\.0 images\/s, 3000 MiB, ready after \d+ s$/);
  });

  it('says what stopped a variant and measures the next', async () => {
    expect(await search(new ArcfaceError('Expected AVX-512.'), 250)).toMatchObject([{ variant: variants[1] }]);
    expect(said).toContain('PyTorch eager: left out. Expected AVX-512.');
  });

  it('spends no more than the warm-up on a variant that is slower by far', async () => {
    expect(await search(250, 16_000)).toMatchObject([{ imagesPerSecond: 256 }, { imagesPerSecond: 4 }]);
    expect(steps).toEqual([6, 2]);
  });

  it('hides no fault of the program', async () => {
    await expect(search(new TypeError('x is not a function'))).rejects.toThrow(TypeError);
  });
});
