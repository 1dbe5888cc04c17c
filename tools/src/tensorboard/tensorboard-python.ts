import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ArcfaceError, InterruptedError, writeFileAtomic } from '@arcface-ts/core';
import { type Ending, runAttached } from './run-attached.js';

export interface TensorboardPlaces {
  /** Virtual environment that is made when nobody names a Python. */
  readonly folder: string;
  /** What pip installs there, pinned. */
  readonly requirements: string;
  /** The Python that makes the environment. */
  readonly python?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * A Python that has TensorBoard: the one that the environment's TENSORBOARD_PYTHON names, else that of a virtual
 * environment, made on first use and made anew when the pins change.
 */
export async function tensorboardPython(places: TensorboardPlaces, say: (line: string) => void): Promise<string> {
  const { folder, requirements, python = 'python3', environment = process.env } = places;
  const named = environment['TENSORBOARD_PYTHON'];
  if (named) {
    refuse(await runAttached(named, ['-c', 'import tensorboard']), {
      expected: 'TENSORBOARD_PYTHON to name a Python that has tensorboard',
      next: `Correct it, install tensorboard with its pip, or unset it to have TensorBoard installed into ${folder}.`,
    });
    return named;
  }

  const installed = join(folder, 'bin', 'python');
  // Written last: an environment without it was interrupted while pip was at work.
  const stamp = join(folder, 'requirements.sha256');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if (existsSync(installed) && (await readFile(stamp, 'utf8').catch(() => '')).trim() === wanted) return installed;

  say(`installing TensorBoard into ${folder} (once)`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  refuse(await runAttached(python, ['-m', 'venv', folder]), {
    expected: `${python} to make a virtual environment`,
    next: 'Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name a Python that has tensorboard in TENSORBOARD_PYTHON.',
  });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  refuse(await runAttached(installed, pip), {
    expected: `pip to install ${requirements}`,
    next: 'pip says above what stopped it: often the network, the proxy or the index that `python3 -m pip config list` shows.',
  });
  await writeFileAtomic(stamp, `${wanted}\n`);
  return installed;
}

function refuse(
  { exitCode, interrupted, startError }: Ending,
  { expected, next }: { expected: string; next: string },
): void {
  if (exitCode === 0) return;
  if (interrupted) throw new InterruptedError('Interrupted while installing TensorBoard: the next start begins anew.');
  const received = startError ? (startError.code ?? startError.message) : `exit code ${exitCode}`;
  throw ArcfaceError.because({ expected, received, place: 'tools:tensorboard', next });
}
