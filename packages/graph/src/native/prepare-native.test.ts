import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { flavourFor } from './flavour.js';
import { bindingFile, requireNative } from './native-record.js';
import { prepareNative } from './prepare-native.js';

it('does nothing when all is there', async () => {
  const record = requireNative();
  const builtAt = statSync(bindingFile()).mtimeMs;
  const said: string[] = [];
  expect(await prepareNative(flavourFor(record.device, record.platform), line => said.push(line))).toEqual(record);
  expect(said).toEqual([`up to date: TensorFlow ${record.tensorflow} for ${record.device}`]);
  expect(statSync(bindingFile()).mtimeMs).toBe(builtAt);
});
