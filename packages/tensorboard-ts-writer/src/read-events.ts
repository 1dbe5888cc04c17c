import { fromBinary } from '@bufbuild/protobuf';
import { RecordError } from './event-file-error.js';
import { type Event, EventSchema } from './proto/event_pb.js';
import { readRecords, type StoredRecord } from './read-records.js';

/** The events of an event file, in order. Throws a RecordError where a record is torn or damaged, or is no event. */
export async function* readEvents(path: string): AsyncGenerator<Event, void> {
  for await (const record of readRecords(path)) yield eventOf(record, path);
}

function eventOf({ offset, data }: StoredRecord, path: string): Event {
  try {
    return fromBinary(EventSchema, data);
  } catch (error) {
    throw new RecordError(path, offset, 'damaged', {
      expected: 'an event',
      received: `${data.length} bytes of something else (${error instanceof Error ? error.message : error})`,
      next: 'Check the path: this is a TFRecord file, but not an event file.',
    });
  }
}
