import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { marginNames, marginSchema } from './margin-schema.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the example runs, and prints what it says', async () => {
  const [, code] = /^```ts\n(.*?)^```$/ms.exec(readme) as unknown as [string, string];
  const modules = {
    '@arcface-ts/losses': fileURLToPath(new URL('./index.ts', import.meta.url)),
    '@arcface-ts/graph': fileURLToPath(import.meta.resolve('@arcface-ts/graph')),
    '@tensorflow/tfjs-core': fileURLToPath(import.meta.resolve('@tensorflow/tfjs-core')),
  };
  const folder = await mkdtemp(join(tmpdir(), 'arcface-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const resolved = Object.entries(modules).reduce(
    (text, [name, path]) => text.replaceAll(`'${name}'`, JSON.stringify(path)),
    code,
  );
  writeFileSync(join(folder, 'example.ts'), resolved);
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import(join(folder, 'example.ts'));
  const lines = printed.mock.calls.map(values => values.join(' '));
  expect(lines).toEqual(['target 0.414', expect.stringMatching(/^loss \d+\.\d\d$/)]);
});

it.each(marginNames)('the table has %s with all its options and their defaults', name => {
  const row = readme.split('\n').find(line => line.startsWith(`| \`${name}\` `)) ?? '';
  const cell = row.split(/(?<!\\)\|/).at(-2) as string;
  const { name: _, ...options } = marginSchema.parse({ name });
  const all = Object.entries(options).flatMap(([key, value]) =>
    value instanceof Object ? Object.entries(value) : [[key, value]],
  );
  // `name`, perhaps the paper's letter, and the value.
  const missing = all.filter(([key, value]) => !new RegExp(`\`${key}\` (\\S{1,2} )?${value}\\b`).test(cell));
  expect(cell).toBeTruthy();
  expect(missing).toEqual([]);
});
