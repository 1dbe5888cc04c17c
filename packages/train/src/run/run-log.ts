import { asError, type RunDirectory, writeFileAtomic } from '@arcface-ts/core';
import { photoSize } from '@arcface-ts/data';
import { EventWriteError, type HparamValue, SummaryWriter, type SummaryWriterOptions } from 'tensorboard-ts-writer';
import type { Progress } from '../checkpoint/checkpoint.js';
import type { StepFigures, StepOptions, StepResult } from '../trainer/trainer.js';
import { MetricsRows } from './metrics-rows.js';
import type { Judgement } from './training-data.js';

/** Names of the figures as TensorBoard shows them. */
const tags: Record<keyof StepFigures, string> = {
  loss: 'train/loss',
  gradientNorm: 'train/gradient_norm',
  top1: 'train/top1_without_margin',
  meanTargetAngleDeg: 'train/target_angle_deg',
  meanNearestOtherAngleDeg: 'train/nearest_other_angle_deg',
};

export interface RunLogOptions {
  readonly batchSize: number;
  /** Where the run goes on. */
  readonly start: Progress;
  /** Whether a start that was cut off may have logged steps after that. */
  readonly again: boolean;
  /** Told when something cannot be written. */
  readonly say: (text: string) => void;
}

/**
 * What a run tells the world besides the progress bar: rows of metrics.jsonl and TensorBoard events, with equal figures. A full disk
 * is told once, and costs no training: rows and events wait until there is room.
 */
export class RunLog {
  readonly #run: RunDirectory;
  readonly #say: (text: string) => void;
  readonly #rows: MetricsRows;
  /** None when the event file could not be made. */
  readonly #events: SummaryWriter | undefined;
  readonly #batchSize: number;
  #since: { seconds: number; waitSeconds: number; step: number };

  private constructor(
    run: RunDirectory,
    events: SummaryWriter | undefined,
    { batchSize, start, say }: Omit<RunLogOptions, 'again'>,
  ) {
    this.#run = run;
    this.#say = say;
    this.#rows = new MetricsRows(run, say);
    this.#events = events;
    this.#batchSize = batchSize;
    this.#since = { seconds: start.trainingSeconds, waitSeconds: start.dataWaitSeconds, step: start.step };
  }

  static async open(run: RunDirectory, options: RunLogOptions): Promise<RunLog> {
    const { start, again, say } = options;
    const events = await openEvents(run.path, say, {
      // What a start that was cut off logged after the checkpoint is logged again; without one all of it.
      ...(again ? { purgeStep: start.step === 0 ? 0 : start.step + 1 } : {}),
    });
    return new RunLog(run, events, options);
  }

  describe(title: string, text: string): void {
    this.#events?.addText(title, text, 0);
  }

  samples(encoded: Uint8Array, widthPx: number, heightPx: number): void {
    this.#events?.addImage('samples/first_batch', { encoded, width: widthPx, height: heightPx, channels: 3 }, 0);
  }

  /** A step that was left out, in float16, says so; a figure that is not finite is in neither place. */
  async step({ figures, applied }: StepResult, rates: StepOptions, progress: Progress): Promise<void> {
    const seconds = progress.trainingSeconds - this.#since.seconds;
    const speed = {
      imagesPerSecond: ((progress.step - this.#since.step) * this.#batchSize) / seconds,
      dataWaitPercent: (100 * (progress.dataWaitSeconds - this.#since.waitSeconds)) / seconds,
    };
    this.#since = { seconds: progress.trainingSeconds, waitSeconds: progress.dataWaitSeconds, step: progress.step };
    const { step, epoch } = progress;
    const finite = Object.entries(figures).filter(([, value]) => Number.isFinite(value));
    for (const [name, value] of finite) this.#events?.addScalar(tags[name as keyof StepFigures], value, step);
    this.#events?.addScalar('train/learning_rate', rates.learningRate, step);
    this.#events?.addScalar('train/margin', rates.marginStrength, step);
    if (rates.lossScale !== undefined) this.#events?.addScalar('train/loss_scale', rates.lossScale, step);
    this.#events?.addScalar('speed/images_per_second', speed.imagesPerSecond, step);
    this.#events?.addScalar('speed/data_wait_percent', speed.dataWaitPercent, step);
    await this.#rows.append({
      kind: 'step',
      step,
      epoch: epoch + 1,
      ...Object.fromEntries(finite),
      ...rates,
      ...(applied ? {} : { applied }),
      ...speed,
    });
  }

  /** A step whose update was left out, not for an overflow of float16, and the photos that were in its batch. */
  async notFinite(row: { step: number; epoch: number; what: string; records: readonly string[] }): Promise<void> {
    await this.#rows.append({ kind: 'not-finite', ...row });
  }

  async validation(
    { validation: { figures }, watched, distributions, curves = {}, pictures = {} }: Omit<Judgement, 'text'>,
    progress: Progress,
  ): Promise<void> {
    const { step, epoch } = progress;
    for (const [name, value] of Object.entries(figures)) this.#events?.addScalar(`validation/${name}`, value, step);
    for (const [name, values] of Object.entries(distributions))
      this.#events?.addHistogram(`validation/${name}`, values, step);
    for (const [name, { labels, probabilities }] of Object.entries(curves))
      this.#events?.addPrCurve(`validation/${name}`, labels, probabilities, step, { thresholds: 401 });
    for (const [name, png] of Object.entries(pictures)) await this.#picture(name, png, progress);
    await this.#rows.append({ kind: 'validation', step, epoch: epoch + 1, ...figures });
    if (watched) {
      for (const [name, value] of Object.entries(watched.figures))
        this.#events?.addScalar(`watched_${watched.name}/${name}`, value, step);
      await this.#rows.append({ kind: 'watched', set: watched.name, step, epoch: epoch + 1, ...watched.figures });
    }
    await this.#events?.flush().catch(() => undefined); // onError has told of it.
  }

  /**
   * A row of TensorBoard's HPARAMS tab, when the run has come to its end: what it was trained with, and what it reached. The
   * figures are scalars of the run, `final/…`, so that no curve has a point twice.
   * @param figures by name; those that are null or not finite are left out
   */
  result(
    hparams: Readonly<Record<string, HparamValue>>,
    figures: Readonly<Record<string, number | null>>,
    { step }: Pick<Progress, 'step'>,
  ): void {
    const finite = Object.entries(figures).filter(([, value]) => value !== null && Number.isFinite(value));
    const metrics = Object.fromEntries(finite.map(([name, value]) => [`final/${name}`, value as number]));
    this.#events?.addHparams(hparams, metrics, step);
  }

  /** The same picture among the events and as a file. */
  async #picture(name: string, encoded: Uint8Array, { step, epoch }: Progress): Promise<void> {
    const size = await photoSize(encoded);
    this.#events?.addImage(`validation/${name}`, { encoded, ...size, channels: 3 }, step);
    await writeFileAtomic(this.#run.epochPicture(name, epoch + 1), encoded).catch(error =>
      this.#say(`the picture ${name} of epoch ${epoch + 1} is not written: ${asError(error).message}`),
    );
  }

  async close(): Promise<void> {
    await this.#rows.flush();
    await this.#events?.close().catch(() => undefined); // onError has told of it.
  }
}

async function openEvents(
  folder: string,
  say: (text: string) => void,
  options: SummaryWriterOptions,
): Promise<SummaryWriter | undefined> {
  const onError = ({ message }: EventWriteError) => say(`TensorBoard events are not written: ${message}`);
  try {
    return await SummaryWriter.open(folder, { ...options, onError });
  } catch (error) {
    if (!(error instanceof EventWriteError)) throw error;
    onError(error);
    return undefined;
  }
}
