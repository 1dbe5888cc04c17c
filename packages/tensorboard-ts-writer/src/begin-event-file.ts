import { checkStep } from './check-step.js';
import type { OpenEventFile } from './create-event-file.js';
import { encodeEvent } from './encode-event.js';
import { EventWriteError } from './event-file-error.js';
import { RecordFile } from './record-file.js';
import { frameRecord } from './record-framing.js';
import { RecordOutput } from './record-output.js';
import { fileVersion } from './reopen-event-file.js';
import { bufferingOf, maxFileBytesOf, type SummaryWriterOptions } from './writer-options.js';

const sessionStart = 1; // SessionLog.SessionStatus.START

/**
 * Checks the options; returns what begins to write a file that holds some bytes of whole events, with its version if it has none.
 * `next` makes the file that follows a full one.
 * @throws RangeError that names an option that cannot be; the returned function rejects with an EventWriteError
 */
export function beginningOf(options: SummaryWriterOptions, next: () => Promise<OpenEventFile>) {
  const buffering = bufferingOf(options);
  const maxFileBytes = maxFileBytesOf(options);
  const { purgeStep } = options;
  if (purgeStep !== undefined) checkStep(purgeStep, 'purgeStep');
  const firstRecord = () => frameRecord(encodeEvent(0, { case: 'fileVersion', value: fileVersion }));
  const rotation = maxFileBytes === undefined ? undefined : { maxFileBytes, next, firstRecord };
  return async (opened: OpenEventFile, bytes: number): Promise<RecordFile> => {
    const output = new RecordOutput(opened, bytes, rotation);
    const records = bytes === 0 ? [firstRecord()] : [];
    if (purgeStep !== undefined) {
      const start = frameRecord(encodeEvent(purgeStep, { case: 'sessionLog', value: { status: sessionStart } }));
      // Twice: TensorBoard takes the first start that it sees in a run for the run's own, and purges at the next.
      records.push(start, start);
    }
    try {
      for (let done = 0; done < records.length; ) done += await output.write(records.slice(done));
    } catch (error) {
      await output.close().catch(() => undefined); // The first error says why.
      throw new EventWriteError(opened.path, 'to begin to write', error, 'Make room, and open the writer again.');
    }
    return new RecordFile(output, buffering);
  };
}
