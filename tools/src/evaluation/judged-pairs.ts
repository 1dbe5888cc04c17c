import {
  asError,
  DataError,
  type JudgedPair,
  judgedPairSchema,
  parseJson,
  readWholeFile,
  writeFileAtomic,
} from '@arcface-ts/core';
import type { VerificationPair } from '@arcface-ts/eval';

/**
 * Writes how far apart the images of each pair lie, a line a pair, in the order of the list: what every figure of an evaluation
 * follows from. pandas reads it as `pandas.read_json(file, lines=True)`.
 *
 * @param distances [pairs]   @param names of the rows that pairs consist of
 */
export async function writeJudgedPairs(
  file: string,
  pairs: readonly VerificationPair[],
  { distances, names }: { distances: Float64Array; names: readonly string[] },
): Promise<void> {
  const lines = pairs.map(({ fold, same, first, second }, index) => {
    const pair: JudgedPair = {
      fold,
      same,
      squaredDistance: distances[index] as number,
      first: names[first] as string,
      second: names[second] as string,
    };
    return `${JSON.stringify(pair)}\n`;
  });
  await writeFileAtomic(file, lines.join(''));
}

/** Throws a DataError that names file and line. @param next what to do where the file is not there or not whole */
export async function readJudgedPairs(file: string, next: string): Promise<JudgedPair[]> {
  const bytes = await readWholeFile(file).catch((error: unknown) => {
    throw DataError.because({
      expected: 'the distances of the pairs',
      received: (error as NodeJS.ErrnoException).code ?? asError(error).message,
      place: file,
      next,
    });
  });
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  return lines.map((line, index) => parseJson(line, judgedPairSchema, `${file}, line ${index + 1}`));
}
