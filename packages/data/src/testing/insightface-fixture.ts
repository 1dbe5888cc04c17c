import { jpegFromSvg } from '../decoding/image-codec.js';

const magic = 0xced7230a;

/** A record's payload: MXNet's IRHeader and what follows. One label stands in the header, several follow it. */
export function recordPayload(options: { id: number; labels: readonly number[]; image?: Uint8Array }): Uint8Array {
  const { id, labels, image = new Uint8Array() } = options;
  const following = labels.length > 1 ? labels : [];
  const head = Buffer.alloc(24 + 4 * following.length);
  head.writeUInt32LE(following.length, 0);
  head.writeFloatLE(labels.length > 1 ? 0 : (labels[0] as number), 4);
  head.writeBigUInt64LE(BigInt(id), 8);
  for (const [index, label] of following.entries()) head.writeFloatLE(label, 24 + 4 * index);
  return Buffer.concat([head, image]);
}

/** RecordIO's frames of one payload; as dmlc's writer does, it is split wherever it holds the magic at a multiple of four. */
export function recordFrames(payload: Uint8Array): Uint8Array {
  const bytes = Buffer.from(payload);
  const pieces: Buffer[] = [];
  let begin = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (bytes.readUInt32LE(at) !== magic) continue;
    pieces.push(bytes.subarray(begin, at));
    begin = at + 4;
  }
  pieces.push(bytes.subarray(begin));
  return Buffer.concat(
    pieces.map((piece, index) => {
      const part = pieces.length === 1 ? 0 : index === 0 ? 1 : index === pieces.length - 1 ? 3 : 2;
      const frame = Buffer.alloc(8 + Math.ceil(piece.length / 4) * 4);
      frame.writeUInt32LE(magic, 0);
      frame.writeUInt32LE(part * 2 ** 29 + piece.length, 4);
      frame.set(piece, 8);
      return frame;
    }),
  );
}

/** A `.rec` with its `.idx`, of payloads by key, in this order. */
export function recordFile(records: readonly (readonly [key: number, payload: Uint8Array])[]): {
  rec: Buffer;
  idx: string;
} {
  const frames: Uint8Array[] = [];
  const lines: string[] = [];
  let position = 0;
  for (const [key, payload] of records) {
    const framed = recordFrames(payload);
    lines.push(`${key}\t${position}\n`);
    frames.push(framed);
    position += framed.length;
  }
  return { rec: Buffer.concat(frames), idx: lines.join('') };
}

/** A small grey JPEG. */
export async function greyJpeg(level: number, options: { sizePx: number }): Promise<Uint8Array> {
  const { sizePx } = options;
  const fill = `<rect width="100%" height="100%" fill="rgb(${level},${level},${level})"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx}" height="${sizePx}">${fill}</svg>`;
  return jpegFromSvg(svg, { quality: 90 });
}

/**
 * Records of a set as face2rec2.py orders them: photos from key 1, then record 0 with the range of the identities' keys,
 * then one range of photos an identity. A photo's labels are its class and whether it was aligned.
 *
 * @param people photos a person
 */
export function insightfaceRecords(people: readonly (readonly Uint8Array[])[]): [key: number, payload: Uint8Array][] {
  const photos = people.flatMap((images, label) => images.map(image => ({ label, image })));
  const identitiesFrom = photos.length + 1;
  let from = 1;
  const ranges = people.map((images, person) => {
    const labels = [from, from + images.length];
    from += images.length;
    const key = identitiesFrom + person;
    return [key, recordPayload({ id: key, labels })] as [number, Uint8Array];
  });
  return [
    ...photos.map(({ label, image }, index): [number, Uint8Array] => [
      index + 1,
      recordPayload({ id: index + 1, labels: [label, 1], image }),
    ]),
    [0, recordPayload({ id: 0, labels: [identitiesFrom, identitiesFrom + people.length] })],
    ...ranges,
  ];
}
