import { z } from 'zod';
import { asError, DataError } from '../errors.js';
import { readWholeFile } from './read-whole-file.js';

/** Reads a JSON file and checks it against a schema; every fault names the file and the field. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  next?: string,
): Promise<z.infer<Schema>> {
  const bytes = await readWholeFile(path).catch((error: NodeJS.ErrnoException) => {
    throw DataError.because({
      expected: 'a readable JSON file',
      received: error.code ?? error.message,
      place: path,
      ...(next === undefined ? {} : { next }),
    });
  });
  return parseJson(bytes.toString('utf8'), schema, path);
}

/** Parses JSON text and checks it against a schema; `place` is what a message calls the text. */
export function parseJson<Schema extends z.ZodType>(text: string, schema: Schema, place: string): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw DataError.because({ expected: 'JSON', received: asError(error).message, place });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new DataError(`${place} does not have the form it should have:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
