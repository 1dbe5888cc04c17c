import { type PipelineOptions, pipelineCommand, runCommand } from '@arcface-ts/core';
import { flavourFor, requireDriver } from '../native/flavour.js';
import { prepareNative } from '../native/prepare-native.js';
import { wantedLibraries } from '../native/wanted-libraries.js';

const command = pipelineCommand(
  'graph:native',
  "Fetch TensorFlow's libraries and build the native binding for this machine.",
  ['device', 'gpu'],
).action(async (options: PipelineOptions) => {
  const flavour = flavourFor(wantedLibraries(options));
  requireDriver(flavour);
  await prepareNative(flavour, line => process.stdout.write(`native: ${line}\n`));
});

await runCommand(command);
