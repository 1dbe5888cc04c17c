import { expect, it } from 'vitest';
import { cudaVersion, cudnnVersion, explainGpu } from './explain-gpu.js';
import type { GpuReport } from './gpu-report.js';

const h100 = { name: 'NVIDIA H100', capability: [9, 0] as [number, number] };
const driver = { module: '550.54.15', library: '/usr/lib/libcuda.so.550.54.15', cuda: 12_040, devices: [h100] };
const cudnn = { name: 'libcudnn.so.9', path: '/cache/libcudnn.so.9', version: 92_800, cuda: 12_090 };
const cudart = { name: 'libcudart.so.12', path: '/cache/libcudart.so.12', version: 12_090 };

/** What is said of a machine that differs from a good one in these answers. */
function explain(
  differing: { driver?: Partial<GpuReport['driver']>; libraries?: GpuReport['libraries'] },
  gpu?: number,
) {
  const report = { driver: { ...driver, ...differing.driver }, libraries: differing.libraries ?? [cudart, cudnn] };
  const problem = explainGpu(report, gpu);
  return problem && `${problem.reason}. ${problem.next}`;
}

it('has nothing to say where all fits, also with libraries of a newer CUDA 12 than the driver', () => {
  expect(explain({})).toBeUndefined();
  expect(explain({ driver: { cuda: 12_000 } }, 0)).toBeUndefined();
});

it('without a driver quotes the loader', () => {
  expect(explain({ driver: { error: 'libcuda.so.1: cannot open shared object file' } })).toMatch(
    /^no NVIDIA driver: libcuda\.so\.1: cannot open shared object file\. Install the driver of the card/,
  );
});

it('names both versions where the driver is older than CUDA 12', () => {
  expect(
    explain({ driver: { module: '470.256.02', cuda: 11_040, init: { code: 999, name: 'CUDA_ERROR_UNKNOWN' } } }),
  ).toBe(
    'the driver 470.256.02 knows CUDA 11.4 at most, and TensorFlow was built with 12.5. Update the driver to 525.60.13 or newer.',
  );
});

it('names kernel module and library where they are of two versions', () => {
  const init = { code: 803, name: 'CUDA_ERROR_SYSTEM_DRIVER_MISMATCH' };
  expect(explain({ driver: { module: '535.183.01', init } })).toBe(
    'the driver does not start: cuInit says CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803; kernel module 535.183.01, /usr/lib/libcuda.so.550.54.15). ' +
      'Kernel module and libcuda.so.1 are of two versions: restart the machine after an update of the driver, and the container after one of the host.',
  );
});

it.each([
  [100, 'nvidia-smi -L'],
  [802, 'nvidia-fabricmanager'],
  [804, 'cuda-compat'],
  [999, 'nvidia_uvm'],
  [1, '`nvidia-smi` shows'],
])('to the error %i of cuInit it answers: %s', (code, advice) => {
  expect(explain({ driver: { init: { code, name: 'CUDA_ERROR' } } })).toContain(advice);
});

it('lists the cards where the number is none of theirs', () => {
  expect(explain({ driver: { devices: [h100, h100] } }, 2)).toBe(
    'no GPU has the number 2. Pass --gpu with one of: 0: NVIDIA H100, 1: NVIDIA H100.',
  );
  expect(explain({ driver: { devices: [] } })).toMatch(/^the driver lists no card\./);
});

it('looks at the card that is asked for: one of compute capability 5.2 is too old', () => {
  const devices = [h100, { name: 'GTX 980', capability: [5, 2] as [number, number] }];
  expect(explain({ driver: { devices } }, 0)).toBeUndefined();
  expect(explain({ driver: { devices } }, 1)).toMatch(
    /^GTX 980 has compute capability 5\.2, and TensorFlow was built for 6\.0 or newer\./,
  );
});

it('quotes the loader for a library of CUDA', () => {
  expect(explain({ libraries: [{ ...cudart, error: 'file too short' }, cudnn] })).toMatch(
    /^CUDA libraries cannot be loaded: libcudart\.so\.12 \(file too short\)\. /,
  );
});

it.each([
  [{ version: 90_100 }, 'cuDNN is 9.1.0, and TensorFlow was built with 9.3.0'],
  [{ cuda: 13_000 }, 'cuDNN was built for CUDA 13.0, and TensorFlow for 12.5'],
])('sees a cuDNN of %j before ours', (answers, reason) => {
  expect(explain({ libraries: [{ ...cudnn, path: '/opt/cudnn/libcudnn.so.9', ...answers }] })).toBe(
    `${reason}. /opt/cudnn/libcudnn.so.9 is found first: take its folder out of LD_LIBRARY_PATH.`,
  );
});

it('writes versions as NVIDIA does', () => {
  expect([cudaVersion(12_090), cudaVersion(11_040), cudnnVersion(92_801)]).toEqual(['12.9', '11.4', '9.28.1']);
});
