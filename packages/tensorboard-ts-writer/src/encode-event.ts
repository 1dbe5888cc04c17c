import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { EventSchema } from './proto/event_pb.js';

/** What any call that logs may say besides its value. */
export interface EventOptions {
  /** When it happened, in seconds since 1970; now when left out. */
  readonly wallTimeSecs?: number;
}

export type EventContent = NonNullable<MessageInitShape<typeof EventSchema>['what']>;

/** An event as an event file holds it. */
export function encodeEvent(step: number, what: EventContent, options: EventOptions = {}): Uint8Array {
  const { wallTimeSecs: wallTime = Date.now() / 1000 } = options;
  return toBinary(EventSchema, create(EventSchema, { wallTime, step: BigInt(step), what }));
}
