import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../../workspace-folder.js';
import { decodeRows } from '../decode/decode-rows.js';
import { evalRows } from './eval-rows.js';

const names = evalRows.map(({ name }) => name);

it('are all told of in the README', () => {
  const readme = readFileSync(join(workspaceFolder, 'bench', 'eval', 'README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  expect(told).toEqual(names);
});

it('have names of their own, since --rows picks among the rows of all suites', () => {
  expect(decodeRows.filter(({ name }) => names.includes(name))).toEqual([]);
});
