import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DataError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { parseJson, readJson } from './json-file.js';

const schema = z.strictObject({ steps: z.int(), loss: z.object({ mean: z.number() }) });

it('returns what the schema made of the file', async () => {
  const path = join(temporaryFolder(), 'a.json');
  writeFileSync(path, '{"steps": 3, "loss": {"mean": 0.5}}');
  await expect(readJson(path, schema)).resolves.toEqual({ steps: 3, loss: { mean: 0.5 } });
});

it('names a missing file, why it could not be read and what to do', async () => {
  const path = join(temporaryFolder(), 'a.json');
  await expect(readJson(path, schema, 'Train first.')).rejects.toThrow(
    new DataError(`Expected a readable JSON file but received ENOENT (${path}). Train first.`),
  );
});

it('says of a folder that it is one', async () => {
  const path = temporaryFolder();
  await expect(readJson(path, schema)).rejects.toThrow(
    new DataError(`Expected a readable JSON file but received something that is no regular file (${path}).`),
  );
});

it('names the text that is no JSON', () => {
  expect(() => parseJson('{"steps": 3', schema, 'run/summary.json')).toThrow(DataError);
  expect(() => parseJson('{"steps": 3', schema, 'run/summary.json')).toThrow(
    /^Expected JSON but received .* \(run\/summary\.json\)\.$/,
  );
});

it('names each field that is wrong, missing or unknown', () => {
  const parse = () => parseJson('{"steps": 1.5, "loss": {}, "stepz": 1}', schema, 'run/summary.json');
  expect(parse).toThrow(DataError);
  expect(parse).toThrowErrorMatchingInlineSnapshot(`
    [DataError: run/summary.json does not have the form it should have:
    ✖ Unrecognized key: "stepz"
    ✖ Invalid input: expected int, received number
      → at steps
    ✖ Invalid input: expected number, received undefined
      → at loss.mean]
  `);
});
