import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

/** @param range the workspace's engines.node, such as `^20.19.0 || >=24.0.0` */
export function diagnoseNode(version: string, range: string): Diagnosis {
  if (satisfies(version, range)) return { state: 'ok', detail: version };
  return { state: 'fault', detail: `${version}, but the workspace needs ${range}`, fix: 'nvm install && nvm use' };
}

export async function examineNode(workspace: string): Promise<Diagnosis> {
  const manifest = JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8')) as { engines: { node: string } };
  return diagnoseNode(process.versions.node, manifest.engines.node);
}

export async function examineNpm(): Promise<Diagnosis> {
  const answer = await askProgram('npm', ['--version']);
  return answer.answered
    ? { state: 'ok', detail: answer.stdout }
    : { state: 'note', detail: answer.reason, fix: 'Install Node with its npm: https://nodejs.org/en/download' };
}

/** Version of the Nx that the workspace installed; `nx --version` would take a second to say the same. */
export function examineNx(workspace: string): Diagnosis {
  try {
    const { version } = createRequire(join(workspace, 'package.json'))('nx/package.json') as { version: string };
    return { state: 'ok', detail: version };
  } catch {
    return { state: 'fault', detail: `not installed in ${workspace}`, fix: 'npm ci' };
  }
}
