/** The package comes without types. */
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  export interface JpegDecoder {
    /** Memory for a file of that length. */
    getEncodedBuffer(length: number): Uint8Array;
    /** Throws for a damaged file, and for one with a fault that libjpeg only warns of. */
    decode(): void;
    getFrameInfo(): { width: number; height: number; componentCount: number };
    /** A view of the pixels, which the next file replaces. */
    getDecodedBuffer(): Uint8ClampedArray;
  }
  export interface JpegCodec {
    readonly JPEGDecoder: new () => JpegDecoder;
  }
  // biome-ignore lint/style/noDefaultExport: it is the package's.
  export default function start(): Promise<JpegCodec>;
}
