import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error. */
  readonly output: string;
}

const pollMs = 10;

/** A built command in a process of its own, with a workspace for its working folder. */
export class TrainingProcess {
  readonly #workspace: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;

  /** @param script of the packages' folder, such as `train/dist/commands/face.js` */
  constructor(workspace: string, script: string, options: readonly string[]) {
    const path = fileURLToPath(new URL(`../../../${script}`, import.meta.url));
    this.#workspace = workspace;
    this.#child = spawn(process.execPath, [path, ...options], { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    this.#ended = once(this.#child, 'close').then(([code, signal]) => ({ code, signal, output }));
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Waits for the row of a step in metrics.jsonl, sends a signal and waits for the end. */
  async signalAfter(step: number, signal: NodeJS.Signals, run = 'face'): Promise<Ended> {
    const metrics = join(this.#workspace, 'runs', run, 'metrics.jsonl');
    while (
      this.#child.exitCode === null &&
      !(existsSync(metrics) && readFileSync(metrics, 'utf8').includes(`"step":${step},`))
    ) {
      await setTimeout(pollMs);
    }
    this.#child.kill(signal);
    return this.#ended;
  }
}
