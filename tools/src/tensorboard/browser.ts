import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArcfaceError } from '@arcface-ts/core';
import { askProgram } from '../doctor/ask-program.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** The program of a browser of Chromium's kind: the one that CHROME_PATH names, else the first on the PATH. */
export async function findBrowser(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = environment['CHROME_PATH'];
  for (const program of named ? [named] : names) {
    if ((await askProgram(program, ['--version'], { environment })).answered) return program;
  }
  throw ArcfaceError.because({
    expected: named ? 'CHROME_PATH to name a browser' : `a browser on the PATH: one of ${names.join(', ')}`,
    received: named ?? 'none',
    place: 'pictures of pages',
    next: 'Install one (Debian, Ubuntu: apt-get install chromium), or name yours in CHROME_PATH.',
  });
}

/** Draws a page as a browser without a window shows it once its requests are answered. */
export async function drawPage(
  browser: string,
  { url, path, widthPx, heightPx }: { url: string; path: string; widthPx: number; heightPx: number },
): Promise<void> {
  // A profile of its own: nothing of the user's is read, and two of them do not wait for each other.
  const profile = await mkdtemp(join(tmpdir(), 'arcface-browser-'));
  const answer = await askProgram(
    browser,
    [
      '--headless=new',
      // Chromium refuses its sandbox to root, who is alone in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-swiftshader', // The projector draws with WebGL, here without a graphics card.
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      `--window-size=${widthPx},${heightPx}`,
      '--virtual-time-budget=20000',
      `--screenshot=${path}`,
      url,
    ],
    { timeoutMs: 120_000 },
  );
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  if (answer.answered) return;
  throw ArcfaceError.because({
    expected: `${browser} to draw ${url}`,
    received: answer.reason,
    place: path,
    next: answer.stderr.split('\n').at(-1) ?? 'Look at the page in a browser instead.',
  });
}
