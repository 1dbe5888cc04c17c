import type { RunDirectory } from '@arcface-ts/core';

/** Appends rows to a run's metrics.jsonl. Those that a full disk does not take wait, and are written with a later one. */
export class MetricsRows {
  readonly #run: RunDirectory;
  readonly #say: (text: string) => void;
  #waiting: Record<string, unknown>[] = [];

  constructor(run: RunDirectory, say: (text: string) => void) {
    this.#run = run;
    this.#say = say;
  }

  /** Resolves when the row is written, or waits; the first of those that wait is told. */
  async append(row: Record<string, unknown>): Promise<void> {
    this.#waiting.push(row);
    await this.flush();
  }

  async flush(): Promise<void> {
    const rows = this.#waiting;
    if (rows.length === 0) return;
    try {
      await this.#run.appendMetrics(...rows);
      this.#waiting = [];
    } catch (error) {
      if (rows.length > 1) return; // Told already.
      const { message } = error as Error;
      this.#say(`metrics.jsonl is not written: ${message}. Its rows are kept until there is room.`);
    }
  }
}
