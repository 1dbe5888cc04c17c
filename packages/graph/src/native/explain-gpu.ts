import { nextWithoutDriver } from './flavour.js';
import type { GpuReport } from './gpu-report.js';

/** Why TensorFlow computes on no GPU, and what to do about it. */
export interface GpuProblem {
  readonly reason: string;
  readonly next: string;
}

/** How the pinned TensorFlow was built: `build_info.py` and the requirements of `tensorflow[and-cuda]` in the wheel. */
const built = { cuda: 12_050, cudnn: 90_300, capability: [6, 0] } as const;

/** From here on a driver runs all of CUDA 12. NVIDIA, "CUDA Compatibility", table of minor version compatibility. */
const driverOfCuda12 = { cuda: 12_000, version: '525.60.13' } as const;

/** 12040 → 12.4 */
export function cudaVersion(number: number): string {
  return `${Math.floor(number / 1000)}.${Math.floor((number % 1000) / 10)}`;
}

/** 90300 → 9.3.0 */
export function cudnnVersion(number: number): string {
  return `${Math.floor(number / 10_000)}.${Math.floor((number % 10_000) / 100)}.${number % 100}`;
}

/**
 * The first thing in a report that keeps TensorFlow from a GPU, or undefined when all fits.
 * @param gpu number of the GPU that is asked for
 */
export function explainGpu({ driver, libraries }: GpuReport, gpu?: number): GpuProblem | undefined {
  return explainDriver(driver) ?? explainDevices(driver.devices ?? [], gpu) ?? explainLibraries(libraries);
}

function explainDriver({ module, error, library, cuda, init }: GpuReport['driver']): GpuProblem | undefined {
  if (error !== undefined) {
    return {
      reason: `no NVIDIA driver: ${error}`,
      next: nextWithoutDriver,
    };
  }
  if (cuda != null && cuda < driverOfCuda12.cuda) {
    return {
      reason: `the driver${module === null ? '' : ` ${module}`} knows CUDA ${cudaVersion(cuda)} at most, and TensorFlow was built with ${cudaVersion(built.cuda)}`,
      next: `Update the driver to ${driverOfCuda12.version} or newer.`,
    };
  }
  if (init === undefined) return undefined;
  const versions = `kernel module ${module ?? 'not visible'}, ${library ?? 'libcuda.so.1'}`;
  return {
    reason: `the driver does not start: cuInit says ${init.name} (${init.code}; ${versions})`,
    next: adviceForInit(init.code),
  };
}

/** The next step for an error of cuInit; numbers: CUresult in the CUDA driver API. */
function adviceForInit(code: number): string {
  switch (code) {
    case 100:
      return 'The driver sees no card: `nvidia-smi -L` lists them; start a container with `docker run --gpus all`.';
    case 802:
      return 'Start the fabric manager of the same version as the driver: systemctl start nvidia-fabricmanager.';
    case 803:
      return 'Kernel module and libcuda.so.1 are of two versions: restart the machine after an update of the driver, and the container after one of the host.';
    case 804:
      return "The libcuda.so.1 of a package cuda-compat runs on data-centre cards only: take it out of LD_LIBRARY_PATH, so that the driver's own is found.";
    case 999:
      return 'Load the module nvidia_uvm (nvidia-modprobe -u -c=0), or restart the machine after an update of the driver.';
    default:
      return '`nvidia-smi` shows whether the driver works at all.';
  }
}

function explainDevices(devices: NonNullable<GpuReport['driver']['devices']>, gpu = 0): GpuProblem | undefined {
  const device = devices[gpu];
  if (device === undefined) {
    const named = devices.map(({ name }, number) => `${number}: ${name}`).join(', ');
    return devices.length === 0
      ? { reason: 'the driver lists no card', next: adviceForInit(100) }
      : { reason: `no GPU has the number ${gpu}`, next: `Pass --gpu with one of: ${named}.` };
  }
  const [major, minor] = device.capability;
  if (major > built.capability[0] || (major === built.capability[0] && minor >= built.capability[1])) return undefined;
  return {
    reason: `${device.name} has compute capability ${major}.${minor}, and TensorFlow was built for ${built.capability.join('.')} or newer`,
    next: 'Take another card (--gpu), or --device=cpu.',
  };
}

function explainLibraries(libraries: GpuReport['libraries']): GpuProblem | undefined {
  const broken = libraries.filter(({ error }) => error !== undefined);
  if (broken.length > 0) {
    return {
      reason: `CUDA libraries cannot be loaded: ${broken.map(({ name, error }) => `${name} (${error})`).join('; ')}`,
      next: 'Unset LD_LIBRARY_PATH if it names another CUDA; else remove the folder that is named, and run `npx nx run graph:native --device=gpu`.',
    };
  }
  const cudnn = libraries.find(({ name }) => name.startsWith('libcudnn.'));
  const foreign = `${cudnn?.path} is found first: take its folder out of LD_LIBRARY_PATH.`;
  if (cudnn?.version != null && cudnn.version < built.cudnn) {
    return {
      reason: `cuDNN is ${cudnnVersion(cudnn.version)}, and TensorFlow was built with ${cudnnVersion(built.cudnn)}`,
      next: foreign,
    };
  }
  if (cudnn?.cuda != null && Math.floor(cudnn.cuda / 1000) !== Math.floor(built.cuda / 1000)) {
    return {
      reason: `cuDNN was built for CUDA ${cudaVersion(cudnn.cuda)}, and TensorFlow for ${cudaVersion(built.cuda)}`,
      next: foreign,
    };
  }
  return undefined;
}
