import { gridOf } from '../images/image-grid.js';
import { type ByteImages, byteImagesOf, type PixelImages } from '../images/pixels.js';
import { embeddingError } from './embedding.js';

/** What TensorBoard's Projector loads at most: the side of a texture that every graphics card has. */
const highestSidePx = 8192;

/**
 * All pictures in a square grid, whose last cells are empty: TensorBoard counts the columns from its width, the rows from its height.
 * @throws RangeError when there are not as many pictures as vectors, or the grid is larger than 8192 pixels
 */
export function spriteOf(tag: string, images: PixelImages, count: number): ByteImages {
  if (images.count !== count) {
    const next = 'Give each vector its picture, or leave them out.';
    throw embeddingError(tag, `${count} pictures, one for each vector`, String(images.count), next);
  }
  const columns = Math.ceil(Math.sqrt(count));
  const [width, height] = [columns * images.width, columns * images.height];
  if (Math.max(width, height) > highestSidePx) {
    const expected = `a sprite of at most ${highestSidePx}×${highestSidePx} pixels`;
    const next = `Make the pictures ${Math.floor(highestSidePx / columns)} pixels wide and high, or show fewer vectors.`;
    throw embeddingError(tag, expected, `${width}×${height} for ${count} pictures`, next);
  }
  return gridOf(byteImagesOf(images, `embedding "${tag}"`), columns, columns);
}
