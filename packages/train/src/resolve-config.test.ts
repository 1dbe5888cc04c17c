import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from './config.js';
import { configs } from './configs/index.js';
import { resolveConfig } from './resolve-config.js';
import { temporaryFolder } from './testing/temporary-folder.js';

/** The path of a module with this source. */
function moduleOf(source: string): string {
  const path = join(temporaryFolder(), 'own.mjs');
  writeFileSync(path, source);
  return path;
}

it('finds a config by its name', async () => {
  expect(await resolveConfig('face')).toEqual(trainingConfigSchema.parse(configs['face']));
});

it('imports a config from the path of a module', async () => {
  const path = moduleOf(`export const config = ${JSON.stringify({ ...configs['face'], epochs: 77 })};`);
  expect(await resolveConfig(path)).toEqual(trainingConfigSchema.parse({ ...configs['face'], epochs: 77 }));
});

it('lays the options of the command over the config', async () => {
  const config = await resolveConfig('face', { epochs: 3, photos: 8, seed: 4, limit: 5, precision: 'bfloat16' });
  const chosen = { epochs: 3, batchSize: 8, seed: 4, maxStepsPerEpoch: 5, precision: 'bfloat16' };
  expect(config).toEqual({ ...(await resolveConfig('face')), ...chosen });
});

it.each([
  [true, { percent: 100 }],
  [2, { epochs: 2 }],
] as const)('freezes the backbone, with --freeze as %s, for %o', async (freeze, frozenBackbone) => {
  expect(await resolveConfig('face', { freeze })).toEqual({ ...(await resolveConfig('face')), frozenBackbone });
});

it('leaves keys alone that no option names', async () => {
  const path = moduleOf(`export const config = ${JSON.stringify({ ...configs['face'], maxStepsPerEpoch: 9 })};`);
  expect((await resolveConfig(path, { name: 'other', data: '/photos' })).maxStepsPerEpoch).toBe(9);
});

describe('refuses', () => {
  it.each(['fase', 'constructor'])('the unknown name %s, and lists the choices', async name => {
    await expect(resolveConfig(name)).rejects.toThrow(
      'Expected one of the configs face, face.casia, face.celeba, face.procedural, face.resnet50, face.small, mnist.arcface, mnist.ce, or a path of a .js or .mjs file that exports "config" ' +
        `but received "${name}" (--config).`,
    );
  });

  it('a module without a config', async () => {
    const path = moduleOf('export const konfig = {};');
    await expect(resolveConfig(path)).rejects.toThrow(`but received ${path}, which exports no "config" (--config).`);
  });

  it('a module that is not there', async () => {
    await expect(resolveConfig('/nowhere/own.mjs')).rejects.toThrow(
      'but received /nowhere/own.mjs, which does not load: ',
    );
  });

  it('a config with a fault, by its name and the path of the key, as wrong usage', async () => {
    const path = moduleOf('export const config = { ...{ epoch: 3 } };');
    const refusal = await resolveConfig(path).catch(error => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toContain(`The config "${path}" is not valid:`);
    expect(refusal.message).toContain('Unrecognized key: "epoch"');
    expect(refusal.message).toContain('at batchSize');
  });

  it('an option that the schema does not allow', async () => {
    await expect(resolveConfig('face', { epochs: 0 })).rejects.toThrow(/>0\n {2}→ at epochs/);
  });
});
