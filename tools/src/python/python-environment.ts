import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ArcfaceError, InterruptedError, writeFileAtomic } from '@arcface-ts/core';
import { type Ending, runAttached } from './run-attached.js';

/** A Python package that a command needs, and how it comes to it. */
export interface PythonEnvironment {
  /** The package as people call it, and as Python imports it. */
  readonly title: string;
  readonly module: string;
  /** Variable of the environment that names a Python which has it. */
  readonly variable: string;
  /** The command, for messages. */
  readonly place: string;
  /** Virtual environment that is made when nobody names a Python. */
  readonly folder: string;
  /** What pip installs there, pinned. */
  readonly requirements: string;
  /** The Python that makes the environment. */
  readonly python?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * A Python that has the package: the one that the variable names, else that of a virtual environment, made on first use
 * and made anew when the pins change.
 */
export async function findPython(wanted: PythonEnvironment, say: (line: string) => void): Promise<string> {
  const { title, module, variable, folder, requirements, python = 'python3', environment = process.env } = wanted;
  const refuse = (ending: Ending, explanation: { expected: string; next: string }): void => {
    if (ending.exitCode === 0) return;
    if (ending.interrupted) {
      throw new InterruptedError(`Interrupted while installing ${title}: the next start begins anew.`);
    }
    const { startError } = ending;
    const received = startError ? (startError.code ?? startError.message) : `exit code ${ending.exitCode}`;
    throw ArcfaceError.because({ ...explanation, received, place: wanted.place });
  };

  const named = environment[variable];
  if (named) {
    refuse(await runAttached(named, ['-c', `import ${module}`]), {
      expected: `${variable} to name a Python that has ${module}`,
      next: `Correct it, install ${module} with its pip, or unset it to have ${title} installed into ${folder}.`,
    });
    return named;
  }

  const installed = join(folder, 'bin', 'python');
  // Written last: an environment without it was interrupted while pip was at work.
  const stamp = join(folder, 'requirements.sha256');
  const pins = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if (existsSync(installed) && (await readFile(stamp, 'utf8').catch(() => '')).trim() === pins) return installed;

  say(`installing ${title} into ${folder} (once)`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  refuse(await runAttached(python, ['-m', 'venv', folder]), {
    expected: `${python} to make a virtual environment`,
    next: `Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name a Python that has ${module} in ${variable}.`,
  });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  refuse(await runAttached(installed, pip), {
    expected: `pip to install ${requirements}`,
    next: 'pip says above what stopped it: often the network, the proxy or the index that `python3 -m pip config list` shows.',
  });
  await writeFileAtomic(stamp, `${pins}\n`);
  return installed;
}
