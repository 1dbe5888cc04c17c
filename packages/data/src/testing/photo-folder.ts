import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jpegFromSvg } from '../decoding/image-codec.js';

/** A temporary folder for a test's own photos. */
export class PhotoFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'photos-'));

  write(path: string, content: string | Uint8Array): string {
    const absolute = join(this.path, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    return absolute;
  }

  /** A photo whose left half is one grey and whose right half another, so that mirroring shows. */
  async photo(
    path: string,
    options: { left: number; right?: number; width?: number; height?: number },
  ): Promise<string> {
    const { left, right = left, width = 40, height = 40 } = options;
    const half = `<rect width="50%" height="100%" fill="rgb(${left},${left},${left})"/>`;
    const other = `<rect x="50%" width="50%" height="100%" fill="rgb(${right},${right},${right})"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${half}${other}</svg>`;
    return this.write(path, await jpegFromSvg(svg, { quality: 95 }));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
