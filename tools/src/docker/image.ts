import { ArcfaceError } from '@arcface-ts/core';
import { askProgram } from '../doctor/ask-program.js';
import type { Engine } from './container-engine.js';

/** cpu or gpu: which of TensorFlow's libraries an image holds. */
export type ImageDevice = 'cpu' | 'gpu';

export function imageName(device: ImageDevice): string {
  return `arcface-ts:${device}`;
}

export interface ImageBuild {
  readonly device: ImageDevice;
  /** Debian or Ubuntu with Node, instead of the Dockerfile's. */
  readonly base?: string | undefined;
}

/** The command that builds an image, to be run at the root of the workspace. */
export function buildLine(engine: Engine, { device, base }: ImageBuild, environment = process.env): string[] {
  return [
    ...[engine, 'build'],
    // buildah keeps layers only when asked, docker and podman always.
    ...(engine === 'buildah' && environment['BUILDAH_LAYERS'] === undefined ? ['--layers'] : []),
    ...['--file', 'docker/Dockerfile', '--tag', imageName(device), '--build-arg', `DEVICE=${device}`],
    ...(base === undefined ? [] : ['--build-arg', `BASE_IMAGE=${base}`]),
    '.',
  ];
}

const inspections: Record<Engine, readonly string[]> = {
  docker: ['image', 'inspect', '--format', '{{.Id}}'],
  podman: ['image', 'inspect', '--format', '{{.Id}}'],
  buildah: ['inspect', '--type', 'image', '--format', '{{.FromImageID}}'],
};

/** Throws an ArcfaceError that names the command which builds the image, when there is none. */
export async function requireImage(engine: Engine, device: ImageDevice): Promise<void> {
  const answer = await askProgram(engine, [...inspections[engine], imageName(device)]);
  if (answer.answered) return;
  throw ArcfaceError.because({
    expected: `the image ${imageName(device)}`,
    received: `from ${engine}: ${answer.stderr.split('\n')[0] || answer.reason}`,
    place: 'docker:*',
    next: `Run \`npx nx run docker:build${device === 'gpu' ? ' --gpu' : ''}\`.`,
  });
}
