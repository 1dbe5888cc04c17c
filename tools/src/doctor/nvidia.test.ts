import { expect, it } from 'vitest';
import { diagnoseCuda, listsNvidiaDevice } from './nvidia.js';

it('knows an NVIDIA device by its vendor number', () => {
  expect(listsNvidiaDevice('0008\t80860d57\t0\n0100\t10de2330\tb\n')).toBe(true);
});

it('does not take a device number for a vendor number', () => {
  expect(listsNvidiaDevice('0008\t808610de\t0\n10de\t80860d57\t0\n')).toBe(false);
});

const h100 = { name: 'NVIDIA H100', capability: [9, 0] as [number, number] };
const libraries = [
  { name: 'libcudart.so.12', path: '/cuda/libcudart.so.12', version: 12_090 },
  { name: 'libcudnn.so.9', path: '/cudnn/libcudnn.so.9', version: 92_800, cuda: 12_090 },
];

it('lists versions and cards where driver and libraries fit', () => {
  const driver = { module: '550.54.15', cuda: 12_040, devices: [h100] };
  expect(diagnoseCuda({ driver, libraries })).toEqual({
    state: 'ok',
    detail: 'driver 550.54.15 for CUDA 12.4, CUDA 12.9, cuDNN 9.28.0; 0: NVIDIA H100, 9.0',
  });
});

it('explains why they do not', () => {
  const driver = { module: '470.256.02', cuda: 11_040 };
  expect(diagnoseCuda({ driver, libraries })).toEqual({
    state: 'note',
    detail:
      'TensorFlow uses the CPU: the driver 470.256.02 knows CUDA 11.4 at most, and TensorFlow was built with 12.5',
    fix: 'Update the driver to 525.60.13 or newer.',
  });
});
