import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRun } from '../src/index.js';

const example = join(import.meta.dirname, '..', 'examples', 'every-kind.mjs');
let folder: string;
let argv: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'example-'));
  argv = process.argv;
});
afterEach(async () => {
  process.argv = argv;
  await rm(folder, { recursive: true });
});

test('the example writes a run with every kind of event', async () => {
  const graph = join(folder, 'graph.pb');
  const runs = join(folder, 'runs');
  await writeFile(graph, Buffer.from('\x0a\x09\x0a\x01x\x12\x04NoOp', 'latin1'));
  process.argv = [...argv.slice(0, 2), runs, graph];
  await import(example);

  const kinds = new Set<string>();
  for (const run of await readdir(runs)) {
    for await (const { what } of readRun(join(runs, run))) {
      if (what.case !== 'summary') kinds.add(String(what.case));
      else
        for (const { value, metadata } of what.value.value)
          kinds.add(metadata?.pluginData?.pluginName || `${value.case}`);
    }
  }
  const expected = ['fileVersion', 'graphDef', 'histo', 'hparams', 'image', 'pr_curves', 'simpleValue', 'text'];
  expect([...kinds].sort()).toEqual(expected);
  expect(await readFile(join(runs, 'pictures', 'projector_config.pbtxt'), 'utf8')).toContain('faces:00200');
});
