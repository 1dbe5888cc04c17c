import { ArcfaceError } from '@arcface-ts/core';
import { type Answer, askProgram } from '../doctor/ask-program.js';

/** The programs that build and run images, in the order in which they are looked for. */
export const engineNames = ['docker', 'podman', 'buildah'] as const;
export type Engine = (typeof engineNames)[number];

/** What each is asked. A docker client answers `--version` without the daemon that does its work. */
const questions: Record<Engine, readonly string[]> = {
  docker: ['version', '--format', '{{.Server.Version}}'],
  podman: ['info', '--format', '{{.Version.Version}}'],
  buildah: ['--version'],
};

export interface EngineSearch {
  /** The only one that may be taken. */
  readonly named?: Engine | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The first program that works, or an ArcfaceError that says of each why it does not, and what to install. */
export async function findEngine({ named, environment = process.env }: EngineSearch = {}): Promise<Engine> {
  const refusals: string[] = [];
  for (const engine of named === undefined ? engineNames : [named]) {
    const answer = await askProgram(engine, questions[engine], { environment });
    if (answer.answered) return engine;
    refusals.push(refusal(engine, answer));
  }
  throw ArcfaceError.because({
    expected: named === undefined ? 'docker, podman or buildah' : `${named} to work`,
    received: refusals.join('; '),
    place: named === undefined ? 'docker:*' : `--engine=${named}`,
    next: 'Install one (Debian, Ubuntu: apt-get install podman; macOS: brew install podman, then podman machine init --now), or start the docker daemon.',
  });
}

function refusal(engine: Engine, answer: Answer & { answered: false }): string {
  if (answer.missing) return answer.reason;
  return `${engine}: ${answer.stderr.split('\n')[0] || answer.reason}`;
}
