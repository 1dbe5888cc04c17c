import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkSameDelivery, type Delivery, readDelivery, writeDelivery } from './delivery.js';

const delivery = (photos: number, ...pixels: number[]): Delivery => ({
  photos,
  sidePx: 1,
  image: Buffer.from(pixels).toString('base64'),
});

it('accepts what two decoders make of one image', () => {
  expect(() => checkSameDelivery(delivery(64, 10, 20, 30), delivery(64, 12, 24, 24), 'loader')).not.toThrow();
});

it('refuses another number of photos', () => {
  expect(() => checkSameDelivery(delivery(128, 1, 2, 3), delivery(64, 1, 2, 3), 'loader')).toThrow(
    'Expected 128 photos of 1 px, the first of 3 bytes, as on our side but received 64 photos',
  );
});

it('refuses another image', () => {
  expect(() => checkSameDelivery(delivery(64, 10, 20, 30), delivery(64, 30, 20, 10), 'loader')).toThrow(
    'received a mean difference of 13.3 (loader)',
  );
});

it('reads what it wrote', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  const file = join(folder, 'check.json');
  await writeDelivery(file, { photos: 64, sidePx: 1, image: Uint8Array.of(1, 2, 3) });
  expect(await readDelivery(file)).toEqual(delivery(64, 1, 2, 3));
  await rm(folder, { recursive: true });
});
