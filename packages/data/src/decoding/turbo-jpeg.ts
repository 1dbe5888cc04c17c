import start, { type JpegDecoder } from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import type { RgbImage } from './image-codec.js';

/** Each file that it refuses leaves some kilobytes of its memory behind: after so many it is started anew. */
const mostRefused = 100;

/**
 * Decodes JPEG by libjpeg-turbo in WebAssembly: the library that sharp decodes it with, and so the same pixels, without the 0.3 ms that
 * sharp takes for each photo besides.
 */
export class TurboJpeg {
  #decoder: Promise<JpegDecoder> | undefined;
  #refused = 0;

  /** The pixels of a JPEG of three components; undefined where there is anything wrong with it. */
  async decode(bytes: Uint8Array): Promise<RgbImage | undefined> {
    this.#decoder ??= start().then(({ JPEGDecoder }) => new JPEGDecoder());
    const decoder = await this.#decoder;
    try {
      decoder.getEncodedBuffer(bytes.length).set(bytes);
      decoder.decode();
      const { width, height, componentCount } = decoder.getFrameInfo();
      return componentCount === 3 ? { data: new Uint8Array(decoder.getDecodedBuffer()), width, height } : undefined;
    } catch {
      if (++this.#refused % mostRefused === 0) this.#decoder = undefined;
      return undefined;
    }
  }
}
