import { explainGpu, type GpuProblem } from './explain-gpu.js';
import { hasNvidiaDriver, nextWithoutDriver } from './flavour.js';
import { readGpuReport } from './gpu-report.js';
import type { NativeRecord } from './native-record.js';

export interface GpuSearch {
  /** Number of the GPU that is asked for. */
  readonly gpu?: number | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly driver?: boolean;
}

/**
 * Why TensorFlow found no GPU: what was fetched for it, or what driver and CUDA libraries say. That takes a second or two: it is
 * asked once it is known that there is none.
 */
export function whyNoGpu(
  { device, platform, libraries }: Pick<NativeRecord, 'device' | 'platform' | 'libraries'>,
  { gpu, environment = process.env, driver = hasNvidiaDriver() }: GpuSearch = {},
): GpuProblem {
  if (device === 'cpu') return withCpuLibraries(platform, { environment, driver });
  const report = readGpuReport(libraries);
  if ('failure' in report) return { reason: report.failure, next: 'Run `nvidia-smi`.' };
  const problem = explainGpu(report, gpu);
  if (problem !== undefined) return problem;
  const visible = environment['CUDA_VISIBLE_DEVICES'];
  return gpu === undefined && visible !== undefined
    ? { reason: `CUDA_VISIBLE_DEVICES is '${visible}'`, next: 'Unset it, or name a card that is there.' }
    : {
        reason: 'driver and libraries answer as they should',
        next: 'Run with TF_CPP_MIN_LOG_LEVEL=0: TensorFlow then says what it tried.',
      };
}

function withCpuLibraries(platform: string, { environment, driver }: Required<Omit<GpuSearch, 'gpu'>>): GpuProblem {
  const reason = "TensorFlow's libraries here are those for the CPU";
  if (platform !== 'linux-x64') return { reason: `on ${platform} ${reason}`, next: 'GPUs are for linux-x64.' };
  if (environment['ARCFACE_LIBRARIES'] === 'cpu') {
    return {
      reason,
      next: 'Take the image for GPUs: `npx nx run docker:build --gpu`, `npx nx run docker:train --gpu=0`.',
    };
  }
  return driver
    ? { reason, next: 'Run `npx nx run graph:native --device=gpu`.' }
    : { reason: 'there is no NVIDIA driver', next: nextWithoutDriver };
}
