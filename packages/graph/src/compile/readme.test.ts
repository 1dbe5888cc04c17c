import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { packageFolder } from '../native/places.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

it('the examples of the README run, one after the other', async () => {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  expect(blocks.length).toBeGreaterThan(2);
  const packages = {
    '@arcface-ts/graph': join(packageFolder, 'src/index.ts'),
    '@tensorflow/tfjs-core': createRequire(import.meta.url).resolve('@tensorflow/tfjs-core'),
  };
  const code = Object.entries(packages).reduce(
    (text, [name, path]) => text.replaceAll(`'${name}'`, JSON.stringify(path)),
    blocks.join(''),
  );
  const example = join(temporaryFolder(), 'example.ts');
  writeFileSync(example, code);
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import(example);
  const lines = printed.mock.calls.map(values => values.join(' '));
  expect(lines.slice(0, 2)).toEqual(['step 0: loss 21', 'y = 2.00·x + 1.00']);
  expect(lines.slice(2)).toEqual([
    'applied: false',
    expect.stringMatching(/^Expected no value to be read .* what Mul gives, \[4\] float32/),
    expect.stringMatching(/^op +calls +ms/),
  ]);
});
