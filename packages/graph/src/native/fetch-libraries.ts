import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArcfaceError, writeFolderAtomic } from '@arcface-ts/core';
import type { Flavour } from './flavour.js';
import { libraryFolder, packageFolder, requirementsFile } from './places.js';
import { lastLines, runProgram } from './run-program.js';

const extractionScript = join(packageFolder, 'native', 'extract_wheels.py');

/** The hash of a flavour's pins and of what is extracted from them: part of every name and record that depends on both. */
export async function requirementsHash(flavour: Flavour): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [requirementsFile(flavour), extractionScript]) hash.update(await readFile(file));
  return hash.digest('hex');
}

/**
 * Makes sure that TensorFlow's libraries and headers are in the user's cache and returns their folder.
 * They come out of the wheels that the requirements file pins by hash, fetched by the user's own pip.
 */
export async function fetchLibraries(flavour: Flavour, say: (line: string) => void): Promise<string> {
  const folder = libraryFolder(flavour, await requirementsHash(flavour));
  if (existsSync(folder)) return folder;
  const download = await mkdtemp(join(tmpdir(), 'arcface-wheels-'));
  try {
    say(
      `fetching TensorFlow for ${flavour.device} on ${flavour.platform} (${flavour.device === 'gpu' ? '3 GB' : '274 MB'}, once)`,
    );
    await downloadWheels(flavour, download);
    say(`extracting its libraries to ${folder}`);
    await writeFolderAtomic(folder, temporary => extractWheels(download, temporary)).catch(error => {
      // Another checkout may have finished the same folder while this one was extracting.
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

async function downloadWheels(flavour: Flavour, folder: string): Promise<void> {
  const result = await runProgram('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'],
    // The libraries do not depend on Python, so one wheel, that of CPython 3.11, serves users of any version.
    ...['--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--abi', 'none'],
    ...flavour.wheelPlatforms.flatMap(platform => ['--platform', platform]),
    ...['--dest', folder, '--requirement', requirementsFile(flavour)],
  ]);
  if (result.exitCode === 0) return;
  if (result.startError) {
    throw ArcfaceError.because({
      expected: 'python3 with pip on the PATH',
      received: result.startError.code ?? result.startError.message,
      place: 'graph:native, fetching TensorFlow',
      next: 'Install it (Debian, Ubuntu: apt-get install python3 python3-pip) and run the command again.',
    });
  }
  throw ArcfaceError.because({
    expected: `pip to download ${requirementsFile(flavour)}`,
    received: `exit code ${result.exitCode}:\n${lastLines(result.stderr)}\n`,
    place: 'graph:native, fetching TensorFlow',
    next: adviceForPip(result.stderr),
  });
}

/** The next step for what pip said. */
export function adviceForPip(stderr: string): string {
  if (/No module named pip/.test(stderr)) {
    return 'Python has no pip: install it (Debian, Ubuntu: apt-get install python3-pip) and run the command again.';
  }
  if (/DO NOT MATCH THE HASHES/i.test(stderr)) {
    return 'The package index served another file than the one pinned here: check the index and mirrors that pip is set to use.';
  }
  if (/No space left/i.test(stderr))
    return 'Free 2 GB in the temporary and the cache folder and run the command again.';
  return 'Check the network, proxy and index that `python3 -m pip config list` shows, and run the command again.';
}

async function extractWheels(download: string, target: string): Promise<void> {
  const wheels = (await readdir(download)).map(name => join(download, name));
  const result = await runProgram('python3', [extractionScript, target, ...wheels]);
  if (result.exitCode !== 0) {
    throw ArcfaceError.because({
      expected: 'the wheels to hold what their RECORD lists',
      received: `exit code ${result.exitCode}:\n${lastLines(result.stderr)}\n`,
      place: 'graph:native, extracting TensorFlow',
      next: 'Free 1 GB in the cache folder if it is full; otherwise run the command again.',
    });
  }
}
