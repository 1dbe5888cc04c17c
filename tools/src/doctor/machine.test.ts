import { describe, expect, it } from 'vitest';
import { cpuFlags, diagnoseMemory, diagnoseProcessor, diagnoseSystem } from './machine.js';

describe('diagnoseSystem', () => {
  it.each([
    ['linux-x64', '2.27', 'ok'],
    ['linux-x64', '2.100', 'ok'],
    ['linux-x64', '2.26', 'fault'],
    ['linux-x64', undefined, 'fault'],
    ['darwin-arm64', undefined, 'ok'],
  ])('%s with glibc %s: %s', (machine, glibc, state) => {
    expect(diagnoseSystem(machine, glibc).state).toBe(state);
  });

  it('says that Windows works by way of Linux', () => {
    expect(() => diagnoseSystem('win32-x64', undefined)).toThrow(/received win32-x64 .* WSL2/);
  });
});

describe('diagnoseProcessor', () => {
  const xeon = { model: 'Xeon', arch: 'x64', cores: 2 };

  it('names the vector instructions that are there and those that are not', () => {
    expect(diagnoseProcessor({ ...xeon, flags: new Set(['avx', 'avx2']) })).toEqual({
      state: 'ok',
      detail: 'Xeon, 2 cores; avx, avx2, no avx512f',
    });
  });

  it('takes no x64 processor without AVX', () => {
    expect(diagnoseProcessor({ ...xeon, flags: new Set(['sse4_2']) }).state).toBe('fault');
  });

  it('asks an ARM processor for no AVX', () => {
    expect(diagnoseProcessor({ model: 'M1', arch: 'arm64', cores: 8, flags: new Set() }).state).toBe('ok');
  });
});

it('reads whole words of the flags line only', () => {
  const flags = cpuFlags('processor\t: 0\nflags\t\t: fpu avx512f sse\nbugs\t\t: avx\n');
  expect([flags?.has('avx512f'), flags?.has('avx')]).toEqual([true, false]);
});

it('proposes a smaller batch below 4 GiB', () => {
  expect(diagnoseMemory(4 * 2 ** 30).state).toBe('ok');
  expect(diagnoseMemory(4 * 2 ** 30 - 1)).toMatchObject({
    state: 'note',
    fix: expect.stringContaining('--photos'),
  });
});
