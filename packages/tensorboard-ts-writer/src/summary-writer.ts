import { dirname } from 'node:path';
import { beginningOf } from './begin-event-file.js';
import { checkStep } from './check-step.js';
import { checkTag } from './check-tag.js';
import { createEventFile } from './create-event-file.js';
import { type EventContent, type EventOptions, encodeEvent } from './encode-event.js';
import { type EncodedImage, imageOf } from './images/encoded-image.js';
import { gridOf } from './images/image-grid.js';
import { byteImagesOf, checkSize, type PixelImage, type PixelImages } from './images/pixels.js';
import { pngOf } from './images/png.js';
import type { Embedding } from './projector/embedding.js';
import { embeddingFiles, writeEmbedding } from './projector/write-embedding.js';
import type { RecordFile } from './record-file.js';
import { reopenEventFile } from './reopen-event-file.js';
import { checkGraphDef } from './values/graph-def.js';
import { histogramOf } from './values/histogram.js';
import { type HparamsOptions, type HparamValue, hparamsOf } from './values/hparams.js';
import { type PrCurveOptions, prCurveOf } from './values/pr-curve.js';
import { type SummaryValue, scalarOf, textOf } from './values/summary-value.js';
import type { SummaryWriterOptions } from './writer-options.js';

/**
 * Writes a TensorBoard event file, with the calls of PyTorch's SummaryWriter.
 *
 * Calls that log return at once and only throw for wrong arguments; the file is written in the background, every
 * `flushSecs`, whenever `maxQueue` events wait, and on `flush` and `close`. A process that ends without `close` loses what
 * waits. A tag or a step that cannot be is a TypeError or RangeError that names it.
 */
export class SummaryWriter {
  readonly #file: RecordFile;
  /** The embeddings that are being written; it never rejects. */
  #embeddings: Promise<void> = Promise.resolve();

  private constructor(file: RecordFile) {
    this.#file = file;
  }

  /**
   * Starts a new event file in a folder, which is made if needed: `events.out.tfevents.<seconds>.<host>.<pid>.<n>`.
   * @throws EventWriteError when the file cannot be created or written
   */
  static async open(logDir: string, options: SummaryWriterOptions = {}): Promise<SummaryWriter> {
    const next = () => createEventFile(logDir, options.filenameSuffix ?? '');
    const begin = beginningOf(options, next);
    return new SummaryWriter(await begin(await next(), 0));
  }

  /**
   * Goes on with an event file, also one that a killed process left: a torn last record is cut off. No other process may
   * write to it.
   * @throws RecordError when the file is damaged elsewhere or is no event file, EventWriteError when it cannot be written
   */
  static async appendTo(
    eventFile: string,
    options: Omit<SummaryWriterOptions, 'filenameSuffix'> = {},
  ): Promise<SummaryWriter> {
    const begin = beginningOf(options, () => createEventFile(dirname(eventFile), ''));
    const { file, bytes } = await reopenEventFile(eventFile);
    return new SummaryWriter(await begin({ path: eventFile, file }, bytes));
  }

  /** Path of the event file that is written at present; with `maxFileBytes` it changes. */
  get path(): string {
    return this.#file.path;
  }

  /** Number of events that were lost: while 64 MiB of them waited for a disk that took none, or since it took none at `close`. */
  get lostEvents(): number {
    return this.#file.lost;
  }

  /** Logs a number, stored as float32. NaN and infinities are kept: TensorBoard marks them in the curve. */
  addScalar(tag: string, value: number, step: number, options?: EventOptions): void {
    this.#addValues('addScalar', [scalarOf(tag, value)], step, options);
  }

  /**
   * Logs several numbers of one step as the series `<mainTag>/<key>`, which TensorBoard shows in one group.
   * PyTorch makes a run of each key instead, with a folder and a file of its own.
   */
  addScalars(mainTag: string, values: Readonly<Record<string, number>>, step: number, options?: EventOptions): void {
    const scalars = Object.entries(values).map(([key, value]) => scalarOf(`${mainTag}/${key}`, value));
    this.#addValues('addScalars', scalars, step, options);
  }

  /**
   * Logs a picture: a PNG or JPEG file, or raw values, which become a PNG.
   * Throws a TypeError for bytes that are neither, a RangeError for a size that cannot be, another number of values, or NaN.
   */
  addImage(tag: string, image: EncodedImage | PixelImage, step: number, options?: EventOptions): void {
    const encoded = 'encoded' in image ? image : pngOf(byteImagesOf({ ...image, count: 1 }, `image "${tag}"`));
    this.#addValues('addImage', [{ tag, value: { case: 'image', value: imageOf(tag, encoded) } }], step, options);
  }

  /** Logs pictures of one size as one, a grid of `columns` (8 when left out) from left to right and from top to bottom. */
  addImages(tag: string, images: PixelImages, step: number, options: EventOptions & { columns?: number } = {}): void {
    const { columns = 8 } = options;
    checkSize('columns', columns, `images "${tag}"`);
    const encoded = pngOf(gridOf(byteImagesOf(images, `images "${tag}"`), Math.min(columns, images.count)));
    this.#addValues('addImages', [{ tag, value: { case: 'image', value: imageOf(tag, encoded) } }], step, options);
  }

  /** Logs text, which TensorBoard shows as Markdown. */
  addText(tag: string, text: string, step: number, options?: EventOptions): void {
    this.#addValues('addText', [textOf(tag, text)], step, options);
  }

  /**
   * Logs how values are distributed, in TensorFlow's buckets, each 10 % wider than the one before.
   * Throws a RangeError when there is no value or one that is not finite.
   */
  addHistogram(tag: string, values: ArrayLike<number>, step: number, options?: EventOptions): void {
    const histogram = histogramOf(tag, values);
    this.#addValues('addHistogram', [{ tag, value: { case: 'histo', value: histogram } }], step, options);
  }

  /**
   * Logs a precision-recall curve, from the label of each example and the predicted probability that it is positive.
   * Throws a RangeError for labels that are not 0 or 1, probabilities outside [0, 1], and lengths that differ.
   */
  addPrCurve(
    tag: string,
    labels: ArrayLike<boolean | number>,
    predictions: ArrayLike<number>,
    step: number,
    options?: EventOptions & PrCurveOptions,
  ): void {
    this.#addValues('addPrCurve', [prCurveOf(tag, labels, predictions, options)], step, options);
  }

  /**
   * Logs the options that the run was trained with, and the figures that it reached: a row of the HParams tab. The figures are
   * scalars of the run, at the step. Once a run, at its end. PyTorch makes a run of its own for each call.
   * Throws a TypeError for an option that is no text, number or boolean, a RangeError for one that is not finite.
   */
  addHparams(
    hparams: Readonly<Record<string, HparamValue>>,
    metrics: Readonly<Record<string, number>>,
    step: number,
    options: EventOptions & HparamsOptions = {},
  ): void {
    const { wallTimeSecs = Date.now() / 1000 } = options;
    const figures = Object.entries(metrics).map(([tag, value]) => scalarOf(tag, value));
    const session = hparamsOf(hparams, Object.keys(metrics), wallTimeSecs, options);
    for (const { tag } of figures) checkTag(tag, 'addHparams');
    this.#addValues('addHparams', [...session, ...figures], step, options);
  }

  /**
   * Logs a graph, a serialized GraphDef. A run has one: TensorBoard shows the last.
   * Throws a TypeError when the bytes are something else.
   */
  addGraph(graphDef: Uint8Array, options?: EventOptions): void {
    checkGraphDef(graphDef);
    this.#append(0, { case: 'graphDef', value: graphDef }, options);
  }

  /**
   * Writes vectors for the Projector tab, as files beside the event file; one of the same tag and step is replaced. Resolves when
   * they are there. TensorBoard reads a run's list of embeddings once: start it again to see those that came later.
   *
   * Rejects with a RangeError for vectors, metadata or pictures that do not fit together or break TensorBoard's limits, and with an
   * EventWriteError when a file cannot be written. One process at a time may write embeddings into a folder.
   */
  async addEmbedding(tag: string, embedding: Embedding, step: number): Promise<void> {
    this.#file.checkOpen();
    checkTag(tag, 'addEmbedding');
    checkStep(step, `addEmbedding "${tag}"`);
    const files = embeddingFiles(tag, embedding, step);
    const written = this.#embeddings.then(() => writeEmbedding(dirname(this.path), files));
    this.#embeddings = written.catch(() => undefined);
    return written;
  }

  /** Resolves when every event logged so far is in the file; rejects with an EventWriteError, and keeps them, if not. */
  flush(): Promise<void> {
    return this.#file.flush();
  }

  /**
   * Flushes and closes the file, when the embeddings are written too. Logging afterwards is an error; closing again is not.
   * Rejects with an EventWriteError when the last events could not be written: they are lost then.
   */
  async close(): Promise<void> {
    await Promise.all([this.#file.close(), this.#embeddings]);
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #addValues(call: string, values: readonly SummaryValue[], step: number, options?: EventOptions): void {
    for (const { tag } of values) checkTag(tag, call);
    checkStep(step, `${call} "${values[0]?.tag}"`);
    this.#append(step, { case: 'summary', value: { value: [...values] } }, options);
  }

  #append(step: number, what: EventContent, options?: EventOptions): void {
    this.#file.append(encodeEvent(step, what, options));
  }
}
