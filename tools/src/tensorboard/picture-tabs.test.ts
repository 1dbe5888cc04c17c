import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { photoSize } from '@arcface-ts/data';
import { SummaryWriter } from 'tensorboard-ts-writer';
import { expect, it } from 'vitest';
import { findBrowser } from './browser.js';
import { pictureTabs } from './picture-tabs.js';

// Which Python has the `tensorboard` package; without it and a browser this test is reported as skipped.
const python = process.env['TENSORBOARD_PYTHON'];
const browser = await findBrowser().catch(() => undefined);

it('says what to install where the browser that was named is none', async () => {
  await expect(findBrowser({ CHROME_PATH: '/bin/false' })).rejects.toThrow(
    'Expected CHROME_PATH to name a browser but received /bin/false (pictures of pages). Install one',
  );
});

it.skipIf(!python || !browser)(
  'draws each tab that has something to show',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'arcface-tabs-'));
    try {
      const writer = await SummaryWriter.open(join(folder, 'run'));
      writer.addScalar('loss', 1, 0);
      writer.addText('config', 'none', 0);
      await writer.close();
      const paths = await pictureTabs(python as string, folder, join(folder, 'pictures'));
      expect(paths.map(path => basename(path))).toEqual(['tensorboard-scalars.png', 'tensorboard-text.png']);
      for (const path of paths) expect(await photoSize(await readFile(path))).toEqual({ width: 1400, height: 1400 });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  120_000,
);
