import { compilerName, compilerVersion } from '@arcface-ts/graph';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

/**
 * What only building the native binding needs is no fault where the binding is built.
 * @param built whether it is
 */
export function neededUnless(built: boolean, detail: string, fix: string): Diagnosis {
  return { state: built ? 'note' : 'fault', detail: `${detail}: graph:native needs it`, fix };
}

export async function examinePython(built: boolean): Promise<Diagnosis> {
  const answer = await askProgram('python3', ['--version']);
  return answer.answered
    ? { state: 'ok', detail: answer.stdout.replace(/^Python /, '') }
    : neededUnless(built, answer.reason, 'apt-get install python3 python3-pip   # macOS: brew install python');
}

export async function examinePip(built: boolean): Promise<Diagnosis> {
  const answer = await askProgram('python3', ['-m', 'pip', '--version']);
  return answer.answered
    ? { state: 'ok', detail: /^pip (\S+)/.exec(answer.stdout)?.[1] ?? answer.stdout }
    : neededUnless(built, 'python3 has no pip', 'apt-get install python3-pip   # or: python3 -m ensurepip --user');
}

export async function examineCompiler(built: boolean): Promise<Diagnosis> {
  const version = await compilerVersion();
  return version !== undefined
    ? { state: 'ok', detail: version }
    : neededUnless(
        built,
        `no ${compilerName()} that answers --version`,
        'apt-get install g++   # macOS: xcode-select --install; another compiler: export CXX=…',
      );
}
