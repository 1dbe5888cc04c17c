import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

test('the examples of the README run, one after the other', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  expect(blocks.length).toBeGreaterThan(2);
  const entry = JSON.stringify(new URL('../src/index.ts', import.meta.url).pathname);
  const code = blocks.join('').replaceAll("'tensorboard-ts-writer'", entry);

  const folder = await mkdtemp(join(tmpdir(), 'readme-'));
  const before = process.cwd();
  try {
    await writeFile(join(folder, 'samples.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
    await writeFile(join(folder, 'graph.pb'), Buffer.from('\x0a\x09\x0a\x01x\x12\x04NoOp', 'latin1'));
    await writeFile(join(folder, 'example.ts'), code);
    process.chdir(folder);
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(join(folder, 'example.ts'));
    const tags = printed.mock.calls.filter(([step]) => typeof step === 'bigint').flatMap(([, tags]) => tags);
    expect(tags).toEqual([
      'loss/train',
      ...['accuracy/train', 'accuracy/test'],
      'weights/fc',
      'config',
      'loss/train',
      ...['gradient', 'batch', 'samples'],
      'pairs',
      ...['experiment', 'session_start_info', 'session_end_info'].map(name => `_hparams_/${name}`),
      'final/accuracy',
    ]);
    // Those, the graph and the version in the first file; a version, the step again, two session starts in the second.
    expect(printed.mock.calls.find(([, what]) => what === 'events')?.[0]).toBe(12 + 5);
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true });
  }
});
