import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Colour } from './colour.js';
import { countParameters } from './model.js';
import { createModel, modelNames } from './registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = readme
  .split('\n')
  .filter(line => line.startsWith('| `') && !line.includes('model.name'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, name = '', imageSizePx, colour, embeddingSize, useSe, parameters]) => ({
    name: name.replaceAll('`', ''),
    imageSizePx: Number(imageSizePx),
    colour: colour as Colour,
    embeddingSize: Number(embeddingSize),
    useSe: useSe === 'true',
    parameters,
  }));

it("the README's table has every model", () => {
  expect([...new Set(rows.map(({ name }) => name))]).toEqual(modelNames);
});

it.each(rows)(
  "the README's $name of $embeddingSize numbers, useSe $useSe, has $parameters parameters",
  ({ name, parameters, ...options }) => {
    const model = createModel(name, options);
    expect(countParameters(model.parameters).toLocaleString('en')).toBe(parameters);
  },
);

it("the README's first row of each model has its own size and colour", () => {
  for (const name of modelNames) {
    const { imageSizePx, colour } = rows.find(row => row.name === name) as (typeof rows)[0];
    expect(createModel(name, { embeddingSize: 2 })).toMatchObject({ imageSizePx, colour });
  }
});
