import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

const builders = ['docker', 'podman', 'buildah'];

/** The programs that can build the images of docker/: one of them is enough. */
export async function examineContainers(): Promise<Diagnosis> {
  const answers = await Promise.all(builders.map(name => askProgram(name, ['--version'])));
  const found = answers.flatMap(answer => (answer.answered ? [answer.stdout.split('\n')[0] as string] : []));
  return found.length > 0
    ? { state: 'ok', detail: found.join('; ') }
    : {
        state: 'note',
        detail: `none of ${builders.join(', ')}: docker:build needs one`,
        fix: 'apt-get install podman   # macOS: brew install podman',
      };
}

/** Where tools:tensorboard will find its TensorBoard. */
export async function examineTensorboard(workspace: string, environment = process.env): Promise<Diagnosis> {
  const named = environment['TENSORBOARD_PYTHON'];
  const own = join(workspace, '.cache', 'tensorboard', 'bin', 'python');
  if (named || existsSync(own)) {
    const python = named || own;
    const code = "import importlib.metadata; print(importlib.metadata.version('tensorboard'))";
    const answer = await askProgram(python, ['-c', code]);
    if (answer.answered) return { state: 'ok', detail: `${answer.stdout} (${python})` };
    return named
      ? { state: 'note', detail: `${named} (TENSORBOARD_PYTHON) has none`, fix: `${named} -m pip install tensorboard` }
      : { state: 'note', detail: `${own} has none`, fix: 'npx nx run tools:tensorboard' };
  }
  const answer = await askProgram('python3', ['-c', 'import venv, ensurepip']);
  return answer.answered
    ? { state: 'ok', detail: 'tools:tensorboard will install it into .cache/tensorboard' }
    : {
        state: 'note',
        detail: 'python3 cannot make a virtual environment: tools:tensorboard needs one',
        fix: 'apt-get install python3-venv   # or: export TENSORBOARD_PYTHON=… with a tensorboard of your own',
      };
}
