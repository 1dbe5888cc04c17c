import { ArcfaceError } from '@arcface-ts/core';
import { askProgram } from '../doctor/ask-program.js';
import { runAttached } from '../python/run-attached.js';
import type { Engine } from './container-engine.js';
import { requireImage } from './image.js';
import { buildahLines, type ContainerRun, runLine } from './run-lines.js';

/** Runs a task in a container of its own and returns the task's exit code: 130 when it was asked to stop and has saved. */
export async function runContainer(engine: Engine, run: ContainerRun, say: (line: string) => void): Promise<number> {
  await requireImage(engine, run.gpu === undefined ? 'cpu' : 'gpu');
  if (engine !== 'buildah') return runAloud(runLine(engine, run), say);
  const [program, ...create] = buildahLines.create as [string, ...string[]];
  // Before there is a container to remove.
  buildahLines.run('', run);
  const created = await askProgram(program, create, { timeoutMs: 120_000 });
  if (!created.answered) {
    throw ArcfaceError.because({
      expected: 'a working container',
      received: created.stderr || created.reason,
      place: buildahLines.create.join(' '),
      next: 'Free space where `buildah info` says that it keeps containers, or see what it says.',
    });
  }
  const container = created.stdout;
  try {
    return await runAloud(buildahLines.run(container, run), say);
  } finally {
    await askProgram(program, buildahLines.remove(container).slice(1), { timeoutMs: 120_000 });
  }
}

/** Says the line that it runs, so that anybody may run it without us. */
export async function runAloud(line: readonly string[], say: (line: string) => void): Promise<number> {
  say(line.join(' '));
  const [program, ...programArguments] = line as [string, ...string[]];
  return (await runAttached(program, programArguments)).exitCode;
}
