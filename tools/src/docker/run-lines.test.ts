import { expect, it } from 'vitest';
import { buildLine } from './image.js';
import { buildahLines, type ContainerRun, runLine } from './run-lines.js';

const run: ContainerRun = {
  task: ['train:face', '--epochs=3'],
  mounts: [
    { source: '/photos', target: '/app/datasets', readonly: true },
    { source: '/home/me/faces/runs', target: '/app/runs', readonly: false },
  ],
  user: { uid: 1001, gid: 100 },
  terminal: false,
};
const mounted = [
  '--mount=type=bind,source=/photos,target=/app/datasets,readonly',
  '--mount=type=bind,source=/home/me/faces/runs,target=/app/runs',
];

it('runs on the CPU with docker', () => {
  expect(runLine('docker', run)).toEqual([
    ...['docker', 'run', '--rm', '--stop-timeout=120', '--user=1001:100', ...mounted],
    ...['arcface-ts:cpu', 'run', 'train:face', '--epochs=3'],
  ]);
});

it('gives podman the owner of the folders, and past SELinux', () => {
  expect(runLine('podman', run)).toEqual([
    ...['podman', 'run', '--rm', '--stop-timeout=120', '--user=1001:100', '--userns=keep-id'],
    ...['--security-opt=label=disable', ...mounted, 'arcface-ts:cpu', 'run', 'train:face', '--epochs=3'],
  ]);
});

it('lets podman be root where it is started by root', () => {
  expect(runLine('podman', { ...run, user: { uid: 0, gid: 0 } })).not.toContain('--userns=keep-id');
});

it.each([
  ['docker', '--gpus=device=1'],
  ['podman', '--device=nvidia.com/gpu=1'],
] as const)('hands one card over with %s, which is the first inside', (engine, option) => {
  const line = runLine(engine, { ...run, gpu: 1 });
  expect(line).toContain(option);
  expect(line.slice(-5)).toEqual(['arcface-ts:gpu', 'run', 'train:face', '--epochs=3', '--gpu=0']);
});

it('opens a port to this machine alone, and a terminal', () => {
  const line = runLine('docker', { ...run, port: 6006, terminal: true });
  expect(line).toEqual(expect.arrayContaining(['--interactive', '--tty', '--publish=127.0.0.1:6006:6006']));
});

it('runs in a working container of buildah', () => {
  expect(buildahLines.run('work', run)).toEqual([
    ...['buildah', 'run', '--user=1001:100', mounted[0], `${mounted[1]},rw`, 'work', '--'],
    ...['tini', '--', 'node', 'node_modules/nx/dist/bin/nx.js', 'run', 'train:face', '--epochs=3'],
  ]);
});

it('says that buildah has no GPU', () => {
  expect(() => buildahLines.run('work', { ...run, gpu: 0 })).toThrow(
    'Expected docker or podman for a GPU but received buildah (--gpu=0). Install one of them',
  );
});

it('builds both flavours from one Dockerfile', () => {
  const file = ['--file', 'docker/Dockerfile'];
  expect(buildLine('docker', { device: 'cpu' }, {})).toEqual([
    ...['docker', 'build', ...file, '--tag', 'arcface-ts:cpu', '--build-arg', 'DEVICE=cpu', '.'],
  ]);
  expect(buildLine('buildah', { device: 'gpu', base: 'mine' }, {})).toEqual([
    ...['buildah', 'build', '--layers', ...file, '--tag', 'arcface-ts:gpu'],
    ...['--build-arg', 'DEVICE=gpu', '--build-arg', 'BASE_IMAGE=mine', '.'],
  ]);
  expect(buildLine('buildah', { device: 'cpu' }, { BUILDAH_LAYERS: 'false' })).not.toContain('--layers');
});
