import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { compilerName } from './compiler.js';
import { readGpuReport } from './gpu-report.js';

afterEach(() => vi.unstubAllEnvs());

/** A library with these functions of C, for machines without NVIDIA's: what is tested is how its functions are called. */
function compileLibrary(file: string, source: string): void {
  execFileSync(compilerName(), ['-x', 'c', '-shared', '-fPIC', '-o', file, '-'], { input: source });
}

const driverLibrary = (initCode: number) => `
  #include <stdlib.h>
  #include <string.h>
  int cuInit(unsigned flags) { return ${initCode}; }
  int cuGetErrorName(int code, const char **name) { *name = "CUDA_ERROR_UNKNOWN"; return 0; }
  int cuDriverGetVersion(int *version) { *version = 12040; return 0; }
  int cuDeviceGetCount(int *count) { *count = getenv("CUDA_VISIBLE_DEVICES") ? 0 : 2; return 0; }
  int cuDeviceGet(int *device, int number) { *device = number; return 0; }
  int cuDeviceGetName(char *name, int length, int device) { strcpy(name, device ? "second" : "first"); return 0; }
  int cuDeviceGetAttribute(int *value, int attribute, int device) { *value = attribute == 75 ? 8 + device : 6; return 0; }`;

it.runIf(process.platform === 'linux')('hears all cards of the driver, whichever is visible, and its versions', () => {
  const folder = temporaryFolder();
  compileLibrary(join(folder, 'libcuda.so.1'), driverLibrary(0));
  vi.stubEnv('LD_LIBRARY_PATH', folder);
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '1');
  expect(readGpuReport(folder)).toMatchObject({
    driver: {
      library: join(folder, 'libcuda.so.1'),
      cuda: 12_040,
      devices: [
        { name: 'first', capability: [8, 6] },
        { name: 'second', capability: [9, 6] },
      ],
    },
  });
});

it.runIf(process.platform === 'linux')('hears the error of a driver that does not start', () => {
  const folder = temporaryFolder();
  compileLibrary(join(folder, 'libcuda.so.1'), driverLibrary(999));
  vi.stubEnv('LD_LIBRARY_PATH', folder);
  expect(readGpuReport(folder)).toMatchObject({
    driver: { cuda: 12_040, init: { code: 999, name: 'CUDA_ERROR_UNKNOWN' } },
  });
});

it.runIf(process.platform === 'linux')(
  'hears what the libraries are, and takes those first that the loader would',
  () => {
    const folder = temporaryFolder();
    const [ours, first] = ['cuda_runtime', 'cudnn'].map(name => join(folder, 'nvidia', name, 'lib')) as [
      string,
      string,
    ];
    const system = join(folder, 'system');
    for (const made of [ours, first, system]) mkdirSync(made, { recursive: true });
    compileLibrary(
      join(ours, 'libcudart.so.12'),
      'int cudaRuntimeGetVersion(int *version) { *version = 12090; return 0; }',
    );
    writeFileSync(join(first, 'libcudnn.so.9'), 'never read');
    compileLibrary(
      join(system, 'libcudnn.so.9'),
      'unsigned long cudnnGetVersion(void) { return 90100; } unsigned long cudnnGetCudartVersion(void) { return 12030; }',
    );
    vi.stubEnv('LD_LIBRARY_PATH', system);
    const report = readGpuReport(folder);
    expect(report).toMatchObject({
      libraries: expect.arrayContaining([
        { name: 'libcudart.so.12', path: join(ours, 'libcudart.so.12'), version: 12_090 },
        { name: 'libcudnn.so.9', path: join(system, 'libcudnn.so.9'), version: 90_100, cuda: 12_030 },
        { name: 'libnccl.so.2', path: expect.any(String), error: expect.stringContaining('libnccl.so.2') },
      ]),
    });
  },
);

it('says why there is no answer', () => {
  vi.stubEnv('PATH', temporaryFolder());
  expect(readGpuReport('/nowhere')).toEqual({ failure: 'python3 gpu_report.py: spawnSync python3 ENOENT' });
});
