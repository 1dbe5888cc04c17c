import { fromBinary } from '@bufbuild/protobuf';
import { type Event, EventSchema } from './proto/event_pb.js';
import { readRecords } from './read-records.js';

/** The events of an event file, in order. Throws a RecordError where a record is torn or damaged. */
export async function* readEvents(path: string): AsyncGenerator<Event, void> {
  for await (const { data } of readRecords(path)) yield fromBinary(EventSchema, data);
}
