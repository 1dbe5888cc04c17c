import { UsageError } from '@arcface-ts/core';
import { imageName } from './image.js';
import type { Mount } from './mounts.js';

/** Time to finish a step and to save; the engines' own ten seconds are short for a large net. */
const stopTimeoutSeconds = 120;

export interface ContainerRun {
  /** What Nx runs in the container, such as `['train:face', '--epochs=3']`. */
  readonly task: readonly string[];
  /** Number of the GPU on this machine; undefined runs on the CPU. */
  readonly gpu?: number | undefined;
  readonly mounts: readonly Mount[];
  /** Whoever owns the mounted folders; undefined where the engine maps owners by itself (macOS, Windows). */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Port of this machine that leads to the same port of the container. */
  readonly port?: number | undefined;
  /** Somebody looks at it. */
  readonly terminal: boolean;
}

/** The command line by which docker or podman runs a task in a container of its own, which goes with its end. */
export function runLine(engine: 'docker' | 'podman', run: ContainerRun): string[] {
  const { task, gpu, mounts, user, port, terminal } = run;
  return [
    ...[engine, 'run', '--rm', `--stop-timeout=${stopTimeoutSeconds}`],
    ...(terminal ? ['--interactive', '--tty'] : []),
    ...(user === undefined ? [] : [`--user=${user.uid}:${user.gid}`]),
    // Without it a rootless podman makes this user root inside, and hides the folders from anybody else.
    ...(engine === 'podman' && user !== undefined && user.uid !== 0 ? ['--userns=keep-id'] : []),
    // SELinux (Fedora) would refuse the mounted folders; relabelling a folder of photos takes long and stays.
    ...(engine === 'podman' ? ['--security-opt=label=disable'] : []),
    ...(gpu === undefined ? [] : [engine === 'docker' ? `--gpus=device=${gpu}` : `--device=nvidia.com/gpu=${gpu}`]),
    ...mounts.map(mountOption),
    ...(port === undefined ? [] : [`--publish=127.0.0.1:${port}:${port}`]),
    imageName(gpu === undefined ? 'cpu' : 'gpu'),
    'run',
    ...task,
    // The container sees this one card alone, as its first.
    ...(gpu === undefined ? [] : ['--gpu=0']),
  ];
}

/** buildah runs in a working container, which is made before and removed after. */
export const buildahLines = {
  create: ['buildah', 'from', imageName('cpu')],
  remove: (container: string): string[] => ['buildah', 'rm', container],
  /** It knows no entry point; Nx is called as the image does. */
  run(container: string, { task, gpu, mounts, user, port }: ContainerRun): string[] {
    if (gpu !== undefined) {
      throw UsageError.because({
        expected: 'docker or podman for a GPU',
        received: 'buildah',
        place: `--gpu=${gpu}`,
        next: 'Install one of them, with the NVIDIA container toolkit, or leave --gpu out.',
      });
    }
    return [
      ...['buildah', 'run'],
      ...(user === undefined ? [] : [`--user=${user.uid}:${user.gid}`]),
      // What it mounts is to be read, unless it hears otherwise; docker knows no such word.
      ...mounts.map(mount => `${mountOption(mount)}${mount.readonly ? '' : ',rw'}`),
      // It publishes no ports.
      ...(port === undefined ? [] : ['--network=host']),
      ...[container, '--', 'tini', '--', 'node', 'node_modules/nx/dist/bin/nx.js', 'run', ...task],
    ];
  },
};

function mountOption({ source, target, readonly }: Mount): string {
  return `--mount=type=bind,source=${source},target=${target}${readonly ? ',readonly' : ''}`;
}
