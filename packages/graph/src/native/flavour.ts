import { existsSync } from 'node:fs';
import { ArcfaceError } from '@arcface-ts/core';

/** What the native set-up is made for: the kind of device and the machine. */
export interface Flavour {
  readonly device: 'cpu' | 'gpu';
  readonly platform: 'linux-x64' | 'linux-arm64' | 'darwin-arm64';
  /** Wheel tags that the platform takes, for `pip download --platform`. */
  readonly wheelPlatforms: readonly string[];
}

const wheelPlatforms: Record<Flavour['platform'], readonly string[]> = {
  'linux-x64': ['manylinux_2_27_x86_64', 'manylinux2014_x86_64', 'manylinux2010_x86_64'],
  'linux-arm64': ['manylinux_2_27_aarch64'],
  'darwin-arm64': ['macosx_12_0_arm64'],
};

/** What to do where there is none. */
export const nextWithoutDriver =
  'Install the driver of the card (Ubuntu: ubuntu-drivers install); start a container with `docker run --gpus all`, and the NVIDIA container toolkit on its host.';

/** A CUDA driver is there when its device file is, or when WSL2 mounts the driver of Windows. */
export function hasNvidiaDriver(): boolean {
  return existsSync('/dev/nvidiactl') || existsSync('/usr/lib/wsl/lib/libcuda.so.1');
}

/**
 * Throws where a GPU is asked for and no driver is: before gigabytes are fetched for it. Libraries that a machine was given (ARCFACE_LIBRARIES),
 * such as an image while it is built, wait for a driver that comes later.
 */
export function requireDriver(
  { device }: Pick<Flavour, 'device'>,
  environment: NodeJS.ProcessEnv = process.env,
  there: boolean = hasNvidiaDriver(),
): void {
  if (device === 'cpu' || there || environment['ARCFACE_LIBRARIES']) return;
  throw ArcfaceError.because({
    expected: 'an NVIDIA driver, since a GPU is asked for',
    received: 'none (neither /dev/nvidiactl nor that of WSL2)',
    place: 'graph:native',
    next: `${nextWithoutDriver} Or pass --device=auto to fall back to the CPU; ARCFACE_LIBRARIES=gpu fetches the libraries all the same.`,
  });
}

/**
 * The flavour for this machine. `auto` takes the GPU libraries when an NVIDIA driver is there.
 * Throws, with the next step, on a platform that TensorFlow ships no C API for.
 */
export function flavourFor(device: 'auto' | 'cpu' | 'gpu', machine = `${process.platform}-${process.arch}`): Flavour {
  if (!(machine in wheelPlatforms)) {
    throw ArcfaceError.because({
      expected: `one of ${Object.keys(wheelPlatforms).join(', ')}`,
      received: machine,
      place: 'graph:native',
      next: machine.startsWith('win32')
        ? 'On Windows work inside WSL2 (`wsl --install`, then clone there) or in the Docker image (`npx nx run docker:build`): both are Linux.'
        : 'Use the Docker image on a machine of one of these kinds.',
    });
  }
  const platform = machine as Flavour['platform'];
  const wantsGpu = device === 'gpu' || (device === 'auto' && platform === 'linux-x64' && hasNvidiaDriver());
  if (wantsGpu && platform !== 'linux-x64') {
    throw ArcfaceError.because({
      expected: 'linux-x64 for --device=gpu',
      received: platform,
      place: 'graph:native',
      next: 'Leave --device out to train on the CPU.',
    });
  }
  return { device: wantsGpu ? 'gpu' : 'cpu', platform, wheelPlatforms: wheelPlatforms[platform] };
}
