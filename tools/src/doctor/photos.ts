import { join } from 'node:path';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

const script =
  "import('sharp').then(({ default: { versions } }) => console.log('sharp', versions.sharp, 'on libvips', versions.vips))";

/** Loads the image library where the decoders load it: its native part is a package of its own for each platform. */
export async function examineDecoder(workspace: string): Promise<Diagnosis> {
  const answer = await askProgram(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(workspace, 'packages', 'data'),
  });
  if (answer.answered) return { state: 'ok', detail: answer.stdout };
  const said = answer.stderr.split('\n').find(line => /error/i.test(line)) ?? answer.reason;
  return {
    state: 'fault',
    detail: said.trim(),
    fix: 'npm ci   # on this machine: node_modules of another one do not fit',
  };
}
