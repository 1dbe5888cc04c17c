import { UsageError } from '@arcface-ts/core';
import type { NamedDetector } from './face-detector.js';
import { humanDetector, humanDetectorName } from './human-detector.js';
import { readYunet } from './yunet-detector.js';

/**
 * The detector that a person names: `human`, which is the default, or the path of an ONNX file of YuNet, which is read at once.
 * Throws a UsageError for anything else, and a DataError for a file that is no YuNet.
 */
export async function namedDetector(choice = 'human'): Promise<NamedDetector> {
  if (choice === 'human') return { name: humanDetectorName, findsMesh: true, start: humanDetector };
  if (choice.endsWith('.onnx')) return readYunet(choice);
  throw UsageError.because({
    expected: 'human or the path of an .onnx file of YuNet',
    received: JSON.stringify(choice),
    place: '--detector',
  });
}
