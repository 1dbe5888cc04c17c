import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cropOf, defaultCrop, storedSidePx } from '@arcface-ts/data';
import { resolveConfig } from '@arcface-ts/train';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../../workspace-folder.js';
import { augmentations, seenPx, storedPx } from './augmentations.js';

const python = readFileSync(join(workspaceFolder, 'bench', 'data', 'loader.py'), 'utf8');

it('has the sides of the crops that are prepared', () => {
  const crop = cropOf(defaultCrop);
  expect([seenPx, storedPx]).toEqual([crop.imageSizePx, storedSidePx(crop)]);
});

it("takes the recipe of the config 'face', on both sides", async () => {
  expect(augmentations.face).toEqual((await resolveConfig('face')).augmentation);
  for (const key of ['shift', 'scale', 'brightness', 'contrast'] as const) {
    const number = new RegExp(`^${key.toUpperCase()} = ([\\d.]+)$`, 'm').exec(python)?.[1];
    expect(Number(number), key).toBe(augmentations.face[key]);
  }
});
