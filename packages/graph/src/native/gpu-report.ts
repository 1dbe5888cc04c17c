import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { asError, parseJson } from '@arcface-ts/core';
import { z } from 'zod';
import { packageFolder } from './places.js';

/** What NVIDIA's driver and the CUDA libraries say of themselves: the answer of `native/gpu_report.py`. */
export const gpuReportSchema = z.object({
  driver: z.object({
    /** Version of the driver's kernel module, such as 550.54.15; null where none is loaded, or in WSL2. */
    module: z.string().nullable(),
    /** Why libcuda.so.1, the driver's library, cannot be loaded. */
    error: z.string().optional(),
    /** The file that was loaded for it, which ends in the library's own version. */
    library: z.string().nullish(),
    /** The newest CUDA that the driver knows, 1000·major + 10·minor. */
    cuda: z.int().nullish(),
    /** The error of cuInit. */
    init: z.object({ code: z.int(), name: z.string() }).optional(),
    devices: z.array(z.object({ name: z.string(), capability: z.tuple([z.int(), z.int()]) })).optional(),
  }),
  libraries: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      error: z.string().optional(),
      /** cudart: 1000·major + 10·minor; cuDNN: 10000·major + 100·minor + patch. */
      version: z.int().nullish(),
      /** The CUDA that cuDNN was built for, 1000·major + 10·minor. */
      cuda: z.int().nullish(),
    }),
  ),
});
export type GpuReport = z.infer<typeof gpuReportSchema>;

/**
 * Asks them, in a process of its own: a library that does not fit the driver may end the process that loads it.
 * @param libraries folder with `tensorflow/` and `nvidia/`
 * @returns the answers, or why there are none
 */
export function readGpuReport(libraries: string): GpuReport | { readonly failure: string } {
  const script = join(packageFolder, 'native', 'gpu_report.py');
  const { status, signal, error, stdout, stderr } = spawnSync('python3', [script, join(libraries, 'nvidia')], {
    encoding: 'utf8',
    timeout: 60_000, // A broken driver hangs.
  });
  if (error) return { failure: `python3 gpu_report.py: ${error.message}` };
  if (status !== 0) {
    return { failure: `python3 gpu_report.py: ${signal ?? `exit code ${status}`} ${stderr.trim()}`.trim() };
  }
  try {
    return parseJson(stdout, gpuReportSchema, 'gpu_report.py');
  } catch (thrown) {
    return { failure: asError(thrown).message };
  }
}
