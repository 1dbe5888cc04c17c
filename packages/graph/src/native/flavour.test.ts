import { existsSync } from 'node:fs';
import { ArcfaceError } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { flavourFor, requireDriver } from './flavour.js';
import { requirementsFile } from './places.js';

it.each(['linux-x64', 'linux-arm64', 'darwin-arm64'])('has a CPU flavour of %s, with its pins', machine => {
  const flavour = flavourFor('cpu', machine);
  expect(flavour).toMatchObject({ device: 'cpu', platform: machine });
  expect(flavour.wheelPlatforms.length).toBeGreaterThan(0);
  expect(existsSync(requirementsFile(flavour))).toBe(true);
});

it('has a GPU flavour of linux-x64, with its pins, even where no driver is', () => {
  const flavour = flavourFor('gpu', 'linux-x64');
  expect(flavour.device).toBe('gpu');
  expect(existsSync(requirementsFile(flavour))).toBe(true);
});

it.each(['linux-arm64', 'darwin-arm64'])('takes the CPU on %s when it may choose', machine => {
  expect(flavourFor('auto', machine).device).toBe('cpu');
});

it('refuses a GPU elsewhere and says how to go on', () => {
  expect(() => flavourFor('gpu', 'darwin-arm64')).toThrow(
    new ArcfaceError(
      'Expected linux-x64 for --device=gpu but received darwin-arm64 (graph:native). Leave --device out to train on the CPU.',
    ),
  );
});

it('sends Windows to WSL2 and Docker', () => {
  expect(() => flavourFor('auto', 'win32-x64')).toThrow(
    new ArcfaceError(
      'Expected one of linux-x64, linux-arm64, darwin-arm64 but received win32-x64 (graph:native). ' +
        'On Windows work inside WSL2 (`wsl --install`, then clone there) or in the Docker image (`npx nx run docker:build`): both are Linux.',
    ),
  );
});

it('sends other machines to Docker on one of the kinds that it names', () => {
  expect(() => flavourFor('cpu', 'darwin-x64')).toThrow(
    'Expected one of linux-x64, linux-arm64, darwin-arm64 but received darwin-x64 (graph:native). Use the Docker image',
  );
});

it('stops before it fetches libraries for a GPU that is asked for where no driver is', () => {
  expect(() => requireDriver({ device: 'gpu' }, {}, false)).toThrow(
    'Expected an NVIDIA driver, since a GPU is asked for but received none (neither /dev/nvidiactl nor that of WSL2) (graph:native). Install',
  );
});

it.each([
  ['the CPU', 'cpu', {}, false],
  ['a GPU whose driver is there', 'gpu', {}, true],
  ['an image that is built for a GPU elsewhere', 'gpu', { ARCFACE_LIBRARIES: 'gpu' }, false],
] as const)('lets %s pass', (_, device, environment, there) => {
  expect(() => requireDriver({ device }, environment, there)).not.toThrow();
});
