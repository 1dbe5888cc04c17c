import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../../workspace-folder.js';
import { decodeRows } from './decode-rows.js';

it('are all told of in the README', () => {
  const readme = readFileSync(join(workspaceFolder, 'bench', 'data', 'README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  expect(told).toEqual(decodeRows.map(({ name }) => name));
});
