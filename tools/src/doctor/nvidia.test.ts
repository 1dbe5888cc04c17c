import { expect, it } from 'vitest';
import { listsNvidiaDevice } from './nvidia.js';

it('knows an NVIDIA device by its vendor number', () => {
  expect(listsNvidiaDevice('0008\t80860d57\t0\n0100\t10de2330\tb\n')).toBe(true);
});

it('does not take a device number for a vendor number', () => {
  expect(listsNvidiaDevice('0008\t808610de\t0\n10de\t80860d57\t0\n')).toBe(false);
});
