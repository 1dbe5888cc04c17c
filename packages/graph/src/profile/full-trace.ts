import { create, toBinary } from '@bufbuild/protobuf';
import { RunOptionsSchema } from '../proto/config_pb.js';

/** The serialized RunOptions that make a run report each op's times and outputs: what `profileOfStep` reads. */
export const fullTrace: Uint8Array = toBinary(
  RunOptionsSchema,
  create(RunOptionsSchema, { traceLevel: 3 }), // FULL_TRACE
);
