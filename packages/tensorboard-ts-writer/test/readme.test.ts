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
    await writeFile(join(folder, 'example.ts'), code);
    process.chdir(folder);
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(join(folder, 'example.ts'));
    expect(printed.mock.calls.slice(0, 2)).toEqual([
      [100n, ['loss/train']],
      [100n, ['accuracy/train', 'accuracy/test']],
    ]);
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true });
  }
});
