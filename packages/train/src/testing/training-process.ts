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
  #output = '';

  /** @param script of the packages' folder, such as `train/dist/commands/face.js` */
  constructor(workspace: string, script: string, options: readonly string[]) {
    const path = fileURLToPath(new URL(`../../../${script}`, import.meta.url));
    this.#workspace = workspace;
    this.#child = spawn(process.execPath, [path, ...options], { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = once(this.#child, 'close').then(([code, signal]) => ({ code, signal, output: this.#output }));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Waits for something, or the end of the process. */
  async until(happened: (output: string) => boolean): Promise<void> {
    while (this.#child.exitCode === null && !happened(this.#output)) await setTimeout(pollMs);
  }

  /** Waits for the row of a step in metrics.jsonl. */
  async reached(step: number, run = 'face'): Promise<void> {
    const metrics = join(this.#workspace, 'runs', run, 'metrics.jsonl');
    await this.until(() => existsSync(metrics) && readFileSync(metrics, 'utf8').includes(`"step":${step},`));
  }

  /** Waits for the row of a step, sends a signal and waits for the end. */
  async signalAfter(step: number, signal: NodeJS.Signals, run = 'face'): Promise<Ended> {
    await this.reached(step, run);
    this.signal(signal);
    return this.#ended;
  }
}
