import { expect, it } from 'vitest';
import { humanDetectorName } from './human-detector.js';
import { namedDetector } from './named-detector.js';
import { tinyYunetFile } from './testing/changed-yunet.js';

it.each([[undefined], ['human']])('is that of human for %s', async choice => {
  expect((await namedDetector(choice)).name).toBe(humanDetectorName);
});

it('is YuNet for an .onnx file, named after its bytes', async () => {
  expect((await namedDetector(tinyYunetFile)).name).toMatch(/^yunet: .* sha256 [0-9a-f]{64}$/);
});

it.each(['', 'yunet', 'net.onnx.gz'])('is none for %j', async choice => {
  await expect(namedDetector(choice)).rejects.toThrow(
    `Expected human or the path of an .onnx file of YuNet but received ${JSON.stringify(choice)} (--detector).`,
  );
});

it('is none for a file that is not there', async () => {
  await expect(namedDetector('/nowhere/net.onnx')).rejects.toThrow('received ENOENT (/nowhere/net.onnx)');
});
