import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { examineFonts } from './fonts.js';

it('says that pictures will have no letters where the system has no font', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fonts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const config = join(folder, 'fonts.conf');
  await writeFile(config, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>');
  expect(await examineFonts(workspaceFolder, { ...process.env, FONTCONFIG_FILE: config })).toEqual({
    state: 'note',
    detail: 'none: pictures of runs are drawn with boxes in place of letters',
    fix: 'apt-get install fontconfig-config fonts-dejavu-core   # macOS: brew install fontconfig',
  });
});

it('finds letters, or none, on the machine at hand', async () => {
  expect((await examineFonts(workspaceFolder)).detail).toMatch(/^pictures have letters$|^none: /);
});
