import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a set as insightface does, pickle.dump((images, same), file, protocol=4), without memo and frames. */
export function writeBin(file: string, { images, same }: { images: readonly Uint8Array[]; same: readonly boolean[] }) {
  const sizeOf = (bytes: Uint8Array) => {
    const word = Buffer.alloc(4);
    word.writeUInt32LE(bytes.length);
    return word;
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.from('\x80\x04](', 'latin1'),
      ...images.flatMap(image => [Buffer.from('B'), sizeOf(image), image]),
      Buffer.from('e](', 'latin1'),
      ...same.map(value => Buffer.from([value ? 0x88 : 0x89])),
      Buffer.from('e\x86.', 'latin1'),
    ]),
  );
}
