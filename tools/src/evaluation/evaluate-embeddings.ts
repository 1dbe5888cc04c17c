import { basename, join, relative } from 'node:path';
import { DataError, RunDirectory, type VerificationResult } from '@arcface-ts/core';
import { type PairList, readPairList } from '@arcface-ts/data';
import type { Embeddings } from '@arcface-ts/eval';
import { loadEmbeddings, type NamedEmbeddings } from './named-embeddings.js';
import { setNameOf } from './open-pairs.js';
import { protocolStamp } from './protocol-stamp.js';
import { writeOutcome } from './write-outcome.js';

export interface EmbeddingEvaluation {
  readonly workspace: string;
  /** FILE.npy; FILE.txt beside it names the rows as the list of pairs calls the photos. */
  readonly file: string;
  readonly pairs: string;
  readonly folds?: number | undefined;
  /** By default the file's name: no training's run ends in .npy. */
  readonly name?: string | undefined;
  readonly say: (line: string) => void;
}

/** Evaluates embeddings that any tool made by the protocol that ours are evaluated by. Needs neither photos nor TensorFlow. */
export async function evaluateEmbeddings(evaluation: EmbeddingEvaluation): Promise<VerificationResult> {
  const { workspace, file, pairs, folds, say } = evaluation;
  const list = await readPairList(pairs, { folds });
  const loaded = await loadEmbeddings(file);
  const name = setNameOf(pairs);
  const run = RunDirectory.at(
    join(workspace, 'runs'),
    evaluation.name ?? basename(file).replaceAll(/[^A-Za-z0-9._-]/g, '-'),
  );
  await using _ = await run.lockEvaluations(say);
  const notKnown = { known: false as const, why: 'the embeddings do not say what made them' };
  const set = {
    name,
    pairs: list.pairs,
    stamp: {
      pairs: { list: basename(pairs), sha256: list.sha256 },
      foldsFrom: list.foldsFrom,
      crop: null,
      photos: null,
    },
  };
  const { result, report, page } = await writeOutcome(run, {
    name,
    dataset: name,
    embeddings: rowsOf(list, loaded, { file, pairs }),
    pairs: list.pairs,
    checkpoint: { path: relative(workspace, file), sha256: loaded.sha256 },
    step: 0,
    names: list.photos.map(({ path }) => path),
    imagesPerSecond: null,
    stamp: protocolStamp(set, {
      flip: 'not known',
      checkpointSha256: loaded.sha256,
      overlap: { people: notKnown, photos: notKnown },
    }),
  });
  say(report);
  say(`written to ${relative(workspace, run.evaluationFile(name))} and ${relative(workspace, page)}`);
  return result;
}

/** The rows of the list's photos, in its order. Throws a DataError that names photos without a row. */
function rowsOf(
  { photos }: PairList,
  { names, data, dimension }: NamedEmbeddings,
  { file, pairs }: { file: string; pairs: string },
): Embeddings {
  const rowOf = new Map(names.map((name, row) => [name, row]));
  const missing = photos.filter(({ path }) => !rowOf.has(path));
  if (missing.length > 0) {
    throw DataError.because({
      expected: `a row for each of the ${photos.length} photos that ${pairs} names`,
      received: `none for ${missing.length}, such as ${missing[0]?.path}; the rows have names such as ${names[0]}`,
      place: file,
      next: 'Name the rows as the list names the photos, or embed what is missing.',
    });
  }
  const rows = new Float32Array(photos.length * dimension);
  for (const [index, { path }] of photos.entries()) {
    const row = rowOf.get(path) as number;
    rows.set(data.subarray(row * dimension, (row + 1) * dimension), index * dimension);
  }
  return { data: rows, count: photos.length, dimension };
}
