import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { whyNoGpu } from './why-no-gpu.js';

afterEach(() => vi.unstubAllEnvs());

const cpu = { device: 'cpu', platform: 'linux-x64', libraries: '/nowhere' } as const;

it.each([
  ['the driver is missing', cpu, { environment: {}, driver: false }, 'there is no NVIDIA driver', 'Install the driver'],
  ['a card is there', cpu, { environment: {}, driver: true }, 'those for the CPU', 'graph:native --device=gpu'],
  [
    'it is the image for the CPU',
    cpu,
    { environment: { ARCFACE_LIBRARIES: 'cpu' }, driver: true },
    'those for the CPU',
    'docker:build --gpu',
  ],
  [
    'it is a Mac',
    { ...cpu, platform: 'darwin-arm64' },
    { environment: {}, driver: false },
    'on darwin-arm64',
    'linux-x64',
  ],
] as const)('with libraries for the CPU says that %s', (_, record, search, reason, next) => {
  const problem = whyNoGpu(record, search);
  expect(problem.reason).toContain(reason);
  expect(problem.next).toContain(next);
});

it('with libraries for a GPU asks driver and libraries', () => {
  const { reason } = whyNoGpu({ ...cpu, device: 'gpu', libraries: temporaryFolder() });
  // By the machine: it has no driver, or none of the libraries is in an empty folder.
  expect(reason).toMatch(/no NVIDIA driver: libcuda|cannot be loaded: .*libcudnn\.so\.9/);
});

it('with libraries for a GPU and no Python says what failed', () => {
  vi.stubEnv('PATH', temporaryFolder());
  expect(whyNoGpu({ ...cpu, device: 'gpu' }).reason).toContain('ENOENT');
});
