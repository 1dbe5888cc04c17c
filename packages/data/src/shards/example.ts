import type { ManifestRecord } from '@arcface-ts/core';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ExampleSchema, type FeatureSchema } from './proto/example_pb.js';

/** How the pixels of a crop are stored. */
export type CropEncoding = 'raw' | 'jpeg';

/** A crop and what is known of it. */
export interface CropExample {
  /** [sidePx, sidePx, 3] RGB, or a JPEG of it. */
  readonly image: Uint8Array;
  readonly encoding: CropEncoding;
  readonly sidePx: number;
  readonly path: string;
  readonly identity: string;
  /** The identity's number in the store. */
  readonly label: number;
  /** In pixels of the photo. */
  readonly landmarks: ManifestRecord['landmarks'];
}

type Feature = MessageInitShape<typeof FeatureSchema>;

/**
 * The crop as a tf.train.Example: image, format, height, width, label, identity, path, and landmarks where they are known.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord
 */
export function encodeExample(crop: CropExample): Uint8Array {
  const { image, encoding, sidePx, path, identity, label, landmarks } = crop;
  return toBinary(
    ExampleSchema,
    create(ExampleSchema, {
      features: {
        feature: {
          image: bytes(image),
          format: text(encoding),
          height: whole(sidePx),
          width: whole(sidePx),
          label: whole(label),
          identity: text(identity),
          path: text(path),
          ...(landmarks && { landmarks: floats(landmarks.flat()) }),
        },
      },
    }),
  );
}

function bytes(value: Uint8Array): Feature {
  return { kind: { case: 'bytesList', value: { value: [value] } } };
}

function text(value: string): Feature {
  return bytes(new TextEncoder().encode(value));
}

function whole(value: number): Feature {
  return { kind: { case: 'int64List', value: { value: [BigInt(value)] } } };
}

function floats(value: number[]): Feature {
  return { kind: { case: 'floatList', value: { value } } };
}
