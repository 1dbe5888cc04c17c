import { existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunSummary, runSummarySchema } from './contracts/run-summary.js';
import { UsageError } from './errors.js';
import { writeJsonAtomic } from './files/atomic-file.js';
import { readJson } from './files/json-file.js';
import { makeFolder } from './files/make-folder.js';
import { type FolderLock, lockFolder } from './locking/folder-lock.js';

/** Names and places of what one run leaves behind: `runs/<name>/…`. */
export class RunDirectory {
  readonly path: string;
  readonly name: string;

  private constructor(path: string, name: string) {
    this.path = path;
    this.name = name;
  }

  static at(runsFolder: string, name: string): RunDirectory {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
      throw UsageError.because({
        expected: 'a run name of letters, digits, ".", "_" and "-"',
        received: JSON.stringify(name),
        place: '--name',
        next: 'Name the run as its folder under runs/ shall be called.',
      });
    }
    return new RunDirectory(join(runsFolder, name), name);
  }

  get configFile(): string {
    return join(this.path, 'config.json');
  }
  get metricsFile(): string {
    return join(this.path, 'metrics.jsonl');
  }
  get summaryFile(): string {
    return join(this.path, 'summary.json');
  }
  get samplesFile(): string {
    return join(this.path, 'samples.png');
  }
  get checkpointsFolder(): string {
    return join(this.path, 'checkpoints');
  }
  get bestFolder(): string {
    return join(this.path, 'best');
  }
  /** A picture of the net as it was after an epoch, from 1. */
  epochPicture(name: string, epoch: number): string {
    return join(this.path, 'epochs', `${name}-${String(epoch).padStart(4, '0')}.png`);
  }

  /** Those of epochs 1, 2, … up to one, or to the first that is not there. */
  epochPictures(name: string, epochs: number): string[] {
    const paths = Array.from({ length: epochs }, (_, epoch) => this.epochPicture(name, epoch + 1));
    const missing = paths.findIndex(path => !existsSync(path));
    return missing < 0 ? paths : paths.slice(0, missing);
  }
  get evaluationFolder(): string {
    return join(this.path, 'eval');
  }

  evaluationFile(set: string): string {
    return join(this.evaluationFolder, `${set}.json`);
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Keeps other processes from writing to the run until what it returns is disposed. Where one does, it is waited for and `onWait` told of it; without
   * `onWait` that is an error.
   */
  lock(onWait?: (line: string) => void): Promise<FolderLock> {
    return lockFolder(this.path, {
      onWait,
      next: 'Wait until it has ended, stop it, or name another run with --name.',
    });
  }

  /** As `lock`, for evaluations alone: they write beside a training, which may go on for hours. */
  lockEvaluations(onWait: (line: string) => void): Promise<FolderLock> {
    return lockFolder(this.evaluationFolder, {
      onWait,
      next: 'Wait until it has ended, or name another run with --name.',
    });
  }

  async create(): Promise<void> {
    await makeFolder(this.path);
  }

  /** Moves the folder aside, so that a new run of the same name loses nothing; returns where it went. */
  async setAside(): Promise<string> {
    for (let number = 1; ; number++) {
      const aside = `${this.path}.${number}`;
      if (existsSync(aside)) continue;
      await rename(this.path, aside);
      return aside;
    }
  }

  /** Appends rows to metrics.jsonl: all of them, or none when the disk does not take them. */
  async appendMetrics(...rows: readonly Record<string, unknown>[]): Promise<void> {
    const file = await open(this.metricsFile, 'a');
    try {
      const { size } = await file.stat();
      try {
        await file.writeFile(rows.map(row => `${JSON.stringify(row)}\n`).join(''));
      } catch (error) {
        await file.truncate(size).catch(() => undefined); // The first error says why.
        throw error;
      }
    } finally {
      await file.close();
    }
  }

  /** Whether the run was begun and did not come to its end. */
  async isUnfinished(): Promise<boolean> {
    return existsSync(this.configFile) && (await this.readFinishedSummary()) === undefined;
  }

  /** The summary of a run that came to its end; undefined for one that was not begun, cut off or interrupted. */
  async readFinishedSummary(): Promise<RunSummary | undefined> {
    const summary = await readJson(this.summaryFile, runSummarySchema).catch(() => undefined);
    return summary?.stoppedBy === 'interrupt' ? undefined : summary;
  }

  async writeSummary(summary: unknown): Promise<void> {
    await writeJsonAtomic(this.summaryFile, summary);
  }
}
