import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { checkStep } from './check-step.js';
import { checkTag } from './check-tag.js';
import { createEventFile } from './create-event-file.js';
import { type EncodedImage, imageOf } from './encoded-image.js';
import { explain } from './event-file-error.js';
import { histogramOf } from './histogram.js';
import { EventSchema } from './proto/event_pb.js';
import type { Summary_ValueSchema } from './proto/summary_pb.js';
import { RecordFile } from './record-file.js';
import { fileVersion, reopenEventFile } from './reopen-event-file.js';
import { bufferingOf, type SummaryWriterOptions } from './writer-options.js';

/** What any call that logs may say besides its value. */
export interface EventOptions {
  /** When it happened, in seconds since 1970; now when left out. */
  readonly wallTimeSecs?: number;
}

type EventContent = NonNullable<MessageInitShape<typeof EventSchema>['what']>;
type ValueInit = MessageInitShape<typeof Summary_ValueSchema>;

const dtString = 7; // DataType.DT_STRING
const sessionStart = 1; // SessionLog.SessionStatus.START

/**
 * Writes a TensorBoard event file, with the calls of PyTorch's SummaryWriter.
 *
 * Calls that log return at once and only throw for wrong arguments; the file is written in the background, every
 * `flushSecs`, whenever `maxQueue` events wait, and on `flush` and `close`. A process that ends without `close` loses what
 * waits. A tag or a step that cannot be is a TypeError or RangeError that names it.
 */
export class SummaryWriter {
  readonly #file: RecordFile;

  private constructor(file: RecordFile) {
    this.#file = file;
  }

  /**
   * Starts a new event file in a folder, which is made if needed: `events.out.tfevents.<seconds>.<host>.<pid>.<n>`.
   * @throws EventWriteError when the file cannot be created or written
   */
  static async open(logDir: string, options: SummaryWriterOptions = {}): Promise<SummaryWriter> {
    const buffering = bufferingOf(options);
    const { path, file } = await createEventFile(logDir, options.filenameSuffix ?? '');
    return SummaryWriter.#start(new RecordFile(path, file, 0, buffering), true, options.purgeStep);
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
    const buffering = bufferingOf(options);
    const { file, bytes } = await reopenEventFile(eventFile);
    return SummaryWriter.#start(new RecordFile(eventFile, file, bytes, buffering), bytes === 0, options.purgeStep);
  }

  static async #start(file: RecordFile, isNew: boolean, purgeStep: number | undefined): Promise<SummaryWriter> {
    const writer = new SummaryWriter(file);
    try {
      if (isNew) writer.#append(0, { case: 'fileVersion', value: fileVersion });
      if (purgeStep !== undefined) {
        checkStep(purgeStep, 'purgeStep');
        // Twice: TensorBoard takes the first start that it sees in a run for the run's own, and purges at the next.
        for (const _ of [1, 2]) writer.#append(purgeStep, { case: 'sessionLog', value: { status: sessionStart } });
      }
      await file.flush();
    } catch (error) {
      await file.close().catch(() => undefined); // The first error says why.
      throw error;
    }
    return writer;
  }

  /** Path of the event file. */
  get path(): string {
    return this.#file.path;
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

  /** Logs a PNG or JPEG picture. */
  addImage(tag: string, image: EncodedImage, step: number, options?: EventOptions): void {
    this.#addValues('addImage', [{ tag, value: { case: 'image', value: imageOf(tag, image) } }], step, options);
  }

  /** Logs text, which TensorBoard shows as Markdown. */
  addText(tag: string, text: string, step: number, options?: EventOptions): void {
    const tensor = { dtype: dtString, tensorShape: {}, stringVal: [Buffer.from(text)] };
    const metadata = { pluginData: { pluginName: 'text' } };
    this.#addValues('addText', [{ tag, value: { case: 'tensor', value: tensor }, metadata }], step, options);
  }

  /**
   * Logs how values are distributed, in TensorFlow's buckets, each 10 % wider than the one before.
   * Throws a RangeError when there is no value or one that is not finite.
   */
  addHistogram(tag: string, values: ArrayLike<number>, step: number, options?: EventOptions): void {
    this.#addValues(
      'addHistogram',
      [{ tag, value: { case: 'histo', value: histogramOf(tag, values) } }],
      step,
      options,
    );
  }

  /** Resolves when every event logged so far is in the file; rejects with an EventWriteError, and keeps them, if not. */
  flush(): Promise<void> {
    return this.#file.flush();
  }

  /** Flushes and closes the file. Logging afterwards is an error; closing again is not. */
  close(): Promise<void> {
    return this.#file.close();
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #addValues(
    call: string,
    values: readonly (ValueInit & { tag: string })[],
    step: number,
    options?: EventOptions,
  ): void {
    for (const { tag } of values) checkTag(tag, call);
    checkStep(step, `${call} "${values[0]?.tag}"`);
    this.#append(step, { case: 'summary', value: { value: [...values] } }, options);
  }

  #append(step: number, what: EventContent, options: EventOptions = {}): void {
    const { wallTimeSecs: wallTime = Date.now() / 1000 } = options;
    this.#file.append(toBinary(EventSchema, create(EventSchema, { wallTime, step: BigInt(step), what })));
  }
}

function scalarOf(tag: string, value: number): ValueInit & { tag: string } {
  if (typeof value !== 'number') {
    const next = 'Pass a plain number: read a tensor before logging it.';
    throw new TypeError(explain({ expected: 'a number', received: typeof value, place: `scalar "${tag}"`, next }));
  }
  // Rounded here: a number beyond float32 becomes an infinity, as it does in TensorFlow.
  return { tag, value: { case: 'simpleValue', value: Math.fround(value) } };
}
