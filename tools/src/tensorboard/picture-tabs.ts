import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArcfaceError } from '@arcface-ts/core';
import { drawPage, findBrowser } from './browser.js';

/** High enough for the pictures of a run below its samples. */
const size = { widthPx: 1400, heightPx: 1400 };
const patienceMs = 120_000;
/** TensorBoard reads event files one after the other: a tab that comes no later than this has its data. */
const settledMs = 6000;

/**
 * Draws each tab of TensorBoard that has something to show.
 * @param python one that has tensorboard   @param logdir with event files   @param into folder for `tensorboard-<tab>.png`
 * @returns paths of the pictures
 */
export async function pictureTabs(python: string, logdir: string, into: string): Promise<string[]> {
  const browser = await findBrowser();
  const port = await freePort();
  const options = ['--logdir', logdir, '--port', String(port), '--host', 'localhost'];
  const server = spawn(python, ['-m', 'tensorboard.main', ...options], { stdio: 'ignore' });
  try {
    const address = `http://localhost:${port}`;
    const tabs = await tabsOf(address, () => server.exitCode);
    await mkdir(into, { recursive: true });
    const paths: string[] = [];
    for (const tab of tabs) {
      const path = join(into, `tensorboard-${tab}.png`);
      await drawPage(browser, { url: `${address}/#${tab}`, path, ...size });
      paths.push(path);
    }
    return paths;
  } finally {
    server.kill();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The tabs that have data, once none was added for a while. */
async function tabsOf(address: string, exitCode: () => number | null): Promise<string[]> {
  const endMs = performance.now() + patienceMs;
  let found: string[] = [];
  let sinceMs = performance.now();
  while (performance.now() < endMs && exitCode() === null) {
    await sleep(500);
    const tabs = await enabledTabs(address);
    if (tabs.length !== found.length) sinceMs = performance.now();
    found = tabs;
    if (found.length > 0 && performance.now() - sinceMs > settledMs) return found;
  }
  throw ArcfaceError.because({
    expected: 'TensorBoard to show a tab with data',
    received: exitCode() === null ? `none within ${patienceMs / 1000} s` : `exit code ${exitCode()}`,
    place: address,
    next: 'Look whether the folder of --logdir has event files.',
  });
}

/** None as long as TensorBoard does not listen yet. */
async function enabledTabs(address: string): Promise<string[]> {
  const answer = await fetch(`${address}/data/plugins_listing`).catch(() => undefined);
  if (!answer?.ok) return [];
  const plugins = (await answer.json()) as Record<string, { enabled: boolean }>;
  return Object.keys(plugins).filter(name => plugins[name]?.enabled && name !== 'timeseries');
}
