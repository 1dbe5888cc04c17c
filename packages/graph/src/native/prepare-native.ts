import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { ArcfaceError, writeJsonAtomic } from '@arcface-ts/core';
import { addonHash } from './addon-sources.js';
import { buildAddon, buildBinding } from './build-addon.js';
import { compilerName, compilerVersion } from './compiler.js';
import { fetchLibraries, requirementsHash } from './fetch-libraries.js';
import type { Flavour } from './flavour.js';
import { addonFile, bindingFile, inspectNative, librarySize, type NativeRecord, recordFile } from './native-record.js';
import { nativeFolder } from './places.js';
import { lastLines, runProgram } from './run-program.js';
import { type SelfCheck, selfCheckMarker } from './self-check.js';
import { whyNoGpu } from './why-no-gpu.js';

const require = createRequire(import.meta.url);

/**
 * Fetches TensorFlow, builds the binding and our add-on and checks that they compute; does nothing when all of that is
 * there already. The add-ons are built under other names and renamed after the check: a running program keeps its own.
 */
export async function prepareNative(flavour: Flavour, say: (line: string) => void): Promise<NativeRecord> {
  const hash = await requirementsHash(flavour);
  const { version: tfjs } = require('@tensorflow/tfjs-node-gpu/package.json') as { version: string };
  const wanted = { requirementsHash: hash, tfjs, addonHash: await addonHash() };
  const found = inspectNative();
  if ('record' in found && isDeepStrictEqual({ ...found.record, ...wanted }, found.record)) {
    say(`up to date: TensorFlow ${found.record.tensorflow} for ${flavour.device}`);
    return found.record;
  }
  const libraries = await fetchLibraries(flavour, say);
  await mkdir(nativeFolder(), { recursive: true });
  say(`building the binding and our add-on with ${compilerName()}`);
  const check = await buildAndCheck(libraries);
  say(`TensorFlow ${check.tensorflow} computes; devices: ${check.devices.join(', ')}`);
  if (flavour.device === 'gpu' && !check.devices.some(device => /GPU/.test(device))) {
    const { reason, next } = whyNoGpu({ ...flavour, libraries });
    say(`TensorFlow sees no GPU, the CPU computes: ${reason}. ${next}`);
  }
  const record: NativeRecord = {
    schema: 1,
    device: flavour.device,
    platform: flavour.platform,
    ...wanted,
    libraries,
    libraryBytes: librarySize(libraries),
    tensorflow: check.tensorflow,
    compiler: (await compilerVersion()) ?? compilerName(),
  };
  await writeJsonAtomic(recordFile(), record);
  return record;
}

/** Builds both add-ons side by side, and gives them their names once they have proved to work. */
async function buildAndCheck(libraries: string): Promise<SelfCheck> {
  const built = (name: string): string => join(nativeFolder(), `${name}.${process.pid}.node`);
  const [binding, addon] = [built('binding'), built('addon')];
  try {
    await Promise.all([buildBinding(libraries, binding), buildAddon(libraries, addon)]);
    const check = await checkInProcess(binding, addon);
    await rename(binding, bindingFile());
    await rename(addon, addonFile());
    return check;
  } finally {
    await Promise.all([binding, addon].map(file => rm(file, { force: true })));
  }
}

/** Loads the add-ons in a process of its own: a library that does not fit the machine ends the process, not this one. */
async function checkInProcess(binding: string, addon: string): Promise<SelfCheck> {
  const script = fileURLToPath(new URL('../commands/self-check.js', import.meta.url));
  const result = await runProgram(process.execPath, [script, binding, addon]);
  const line = result.stdout.split('\n').find(text => text.startsWith(selfCheckMarker));
  if (result.exitCode !== 0 || line === undefined) {
    throw ArcfaceError.because({
      expected: 'the built add-ons to load, multiply two matrices and normalize a batch',
      received: `exit code ${result.exitCode}:\n${lastLines(result.stderr)}\n`,
      place: 'graph:native, self check',
      next: 'TensorFlow needs glibc 2.27 and a processor with AVX; `npx nx run tools:doctor` shows what is here.',
    });
  }
  return JSON.parse(line.slice(selfCheckMarker.length)) as SelfCheck;
}
