export type { EncodedImage } from './encoded-image.js';
export { EventWriteError, RecordError } from './event-file-error.js';
export type { Event } from './proto/event_pb.js';
export { readEvents } from './read-events.js';
export { readRecords, type StoredRecord } from './read-records.js';
export { frameRecord } from './record-framing.js';
export { type EventOptions, SummaryWriter } from './summary-writer.js';
export type { SummaryWriterOptions } from './writer-options.js';
