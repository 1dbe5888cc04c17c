import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ArcfaceError, writeJsonAtomic } from '@arcface-ts/core';
import { buildBinding, compilerName, compilerVersion } from './build-binding.js';
import { fetchLibraries, requirementsHash } from './fetch-libraries.js';
import type { Flavour } from './flavour.js';
import { bindingFile, inspectNative, librarySize, type NativeRecord, recordFile } from './native-record.js';
import { nativeFolder } from './places.js';
import { lastLines, runProgram } from './run-program.js';
import { type SelfCheck, selfCheckMarker } from './self-check.js';

const require = createRequire(import.meta.url);

/**
 * Fetches TensorFlow, builds the binding and checks that it computes; does nothing when all of that is there already.
 * The build is made under another name and renamed after its check, so that a running program keeps its binding.
 */
export async function prepareNative(flavour: Flavour, say: (line: string) => void): Promise<NativeRecord> {
  const hash = await requirementsHash(flavour);
  const { version: tfjs } = require('@tensorflow/tfjs-node-gpu/package.json') as { version: string };
  const found = inspectNative();
  if ('record' in found && found.record.requirementsHash === hash && found.record.tfjs === tfjs) {
    say(`up to date: TensorFlow ${found.record.tensorflow} for ${flavour.device}`);
    return found.record;
  }
  const libraries = await fetchLibraries(flavour, say);
  await mkdir(nativeFolder(), { recursive: true });
  const built = join(nativeFolder(), `tfjs_binding.${process.pid}.node`);
  say(`building the binding with ${compilerName()}`);
  await buildBinding(libraries, built);
  const check = await checkInProcess(built).catch(async error => {
    await rm(built, { force: true });
    throw error;
  });
  say(`TensorFlow ${check.tensorflow} computes; devices: ${check.devices.join(', ')}`);
  if (flavour.device === 'gpu' && !check.devices.some(device => /GPU/.test(device))) {
    say('TensorFlow sees no GPU: it will run on the CPU. `npx nx run tools:doctor` says more.');
  }
  await rename(built, bindingFile());
  const record: NativeRecord = {
    schema: 1,
    device: flavour.device,
    platform: flavour.platform,
    requirementsHash: hash,
    libraries,
    libraryBytes: librarySize(libraries),
    tfjs,
    tensorflow: check.tensorflow,
    compiler: (await compilerVersion()) ?? compilerName(),
  };
  await writeJsonAtomic(recordFile(), record);
  return record;
}

/** Loads a binding in a process of its own: a library that does not fit the machine ends the process, not this one. */
async function checkInProcess(binding: string): Promise<SelfCheck> {
  const script = new URL('../commands/self-check.js', import.meta.url).pathname;
  const result = await runProgram(process.execPath, [script, binding]);
  const line = result.stdout.split('\n').find(text => text.startsWith(selfCheckMarker));
  if (result.exitCode !== 0 || line === undefined) {
    throw ArcfaceError.because({
      expected: 'the built binding to load and multiply two matrices',
      received: `exit code ${result.exitCode}:\n${lastLines(result.stderr)}\n`,
      place: 'graph:native, self check',
      next: 'TensorFlow needs glibc 2.27 and a processor with AVX; `npx nx run tools:doctor` shows what is here.',
    });
  }
  return JSON.parse(line.slice(selfCheckMarker.length)) as SelfCheck;
}
