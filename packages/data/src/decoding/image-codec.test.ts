import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { animatePictures, decodeRgb, photoSize, pngFromRgb, pngFromSvg, stackPictures } from './image-codec.js';

const size = { maxWidth: 1000, maxHeight: 1000 };

function plain(channels: 3 | 4, background: object): Sharp {
  return sharp({ create: { width: 20, height: 10, channels, background } });
}

describe('decodeRgb', () => {
  it('turns CMYK into RGB', async () => {
    const cmyk = await plain(3, { r: 200, g: 100, b: 50 }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const [red, green, blue] = (await decodeRgb(cmyk, size)).data as unknown as [number, number, number];
    expect(red).toBeGreaterThan(green + 50);
    expect(green).toBeGreaterThan(blue + 20);
  });

  it('shrinks a photo into the largest size that is of use', async () => {
    const { width, height } = await decodeRgb(await plain(3, { r: 1, g: 2, b: 3 }).png().toBuffer(), {
      maxWidth: 8,
      maxHeight: 8,
    });
    expect([width, height]).toEqual([8, 4]);
  });
});

describe('pngFromRgb', () => {
  it('keeps every pixel', async () => {
    const image = { data: Uint8Array.from({ length: 24 }, (_, index) => index * 10), width: 4, height: 2 };
    const back = await decodeRgb(await pngFromRgb(image), size);
    expect([...back.data]).toEqual([...image.data]);
  });
});

describe('photoSize', () => {
  let folder: PhotoFolder;
  beforeEach(() => {
    folder = new PhotoFolder();
  });
  afterEach(() => folder.remove());

  const black = () => plain(3, { r: 0, g: 0, b: 0 });
  it.each<[string, () => Sharp, number[]]>([
    ['a JPEG', () => black().jpeg(), [20, 10]],
    ['a JPEG that lies on its side', () => black().jpeg().withMetadata({ orientation: 6 }), [10, 20]],
    ['a JPEG with more before its pixels than is read at first', () => black().jpeg().withIccProfile('cmyk'), [20, 10]],
    ['a PNG', () => black().png(), [20, 10]],
  ])('is told of %s, by its path and by its bytes', async (_, made, expected) => {
    const bytes = await made().toBuffer();
    for (const source of [folder.write('photo', bytes), new Uint8Array(bytes)]) {
      const { width, height } = await photoSize(source);
      expect([width, height]).toEqual(expected);
    }
  });

  it('throws for a file that is not there, and for a folder', async () => {
    await expect(photoSize(`${folder.path}/none.jpg`)).rejects.toThrow('ENOENT');
    await expect(photoSize(folder.path)).rejects.toThrow('not a regular file');
  });
});

it('pngFromSvg draws in the size of the SVG, or as many times larger as it is told', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#c86432"/></svg>';
  const drawn = await decodeRgb(await pngFromSvg(svg, { zoom: 3 }), size);
  expect([drawn.width, drawn.height, ...drawn.data.subarray(0, 3)]).toEqual([60, 30, 200, 100, 50]);
  expect((await decodeRgb(await pngFromSvg(svg), size)).width).toBe(20);
});

describe('pictures of several', () => {
  const coloured = (r: number, g: number, b: number) => plain(3, { r, g, b }).png().toBuffer();

  it('stand under each other', async () => {
    const stacked = await stackPictures([await coloured(200, 0, 0), await coloured(0, 0, 200)]);
    const { data, width, height } = await decodeRgb(stacked, size);
    expect([width, height]).toEqual([20, 20]);
    expect([...data.subarray(0, 3), ...data.subarray(-3)]).toEqual([200, 0, 0, 0, 0, 200]);
  });

  it('follow each other in a GIF that begins again, the last one longest', async () => {
    const frames = [await coloured(200, 0, 0), await coloured(0, 200, 0), await coloured(0, 0, 200)];
    const gif = await animatePictures(frames, { frameMs: 100, lastFrameMs: 900 });
    expect(await sharp(gif).metadata()).toMatchObject({ format: 'gif', pages: 3, loop: 0, delay: [100, 100, 900] });
    const last = await sharp(gif, { page: 2 }).removeAlpha().raw().toBuffer();
    expect([...last.subarray(0, 3)]).toEqual([0, 0, 200]);
  });

  it('makes a GIF of a single picture too', async () => {
    const picture = await plain(3, { r: 0, g: 200, b: 0 }).png().toBuffer();
    const gif = await animatePictures([picture], { frameMs: 100, lastFrameMs: 900 });
    expect(await sharp(gif).metadata()).toMatchObject({ format: 'gif', width: 20, height: 10 });
    expect([...(await sharp(gif).removeAlpha().raw().toBuffer()).subarray(0, 3)]).toEqual([0, 200, 0]);
  });
});
