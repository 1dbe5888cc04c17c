import { existsSync } from 'node:fs';
import { ArcfaceError } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { flavourFor } from './flavour.js';
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
        'On Windows work inside WSL2 (Ubuntu) or the Docker image: both are Linux.',
    ),
  );
});

it('sends other machines to Docker on one of the kinds that it names', () => {
  expect(() => flavourFor('cpu', 'darwin-x64')).toThrow(
    'Expected one of linux-x64, linux-arm64, darwin-arm64 but received darwin-x64 (graph:native). Use the Docker image',
  );
});
