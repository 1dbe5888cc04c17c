import { expect, it } from 'vitest';
import { wantedLibraries } from './wanted-libraries.js';

it.each([
  ['auto', {}],
  ['gpu', { gpu: 0 }],
  ['cpu', { device: 'cpu', gpu: 0 }],
] as const)('takes those for %s with %j', (libraries, options) => {
  expect(wantedLibraries(options, {})).toBe(libraries);
});

it('keeps to what the machine was given, whatever device is asked for', () => {
  expect(wantedLibraries({ device: 'cpu' }, { ARCFACE_LIBRARIES: 'gpu' })).toBe('gpu');
  expect(wantedLibraries({ gpu: 1 }, { ARCFACE_LIBRARIES: 'cpu' })).toBe('cpu');
});

it('refuses what is neither', () => {
  expect(() => wantedLibraries({}, { ARCFACE_LIBRARIES: 'cuda' })).toThrow(
    'Expected cpu or gpu but received cuda (ARCFACE_LIBRARIES). Unset it to have the libraries fetched that fit --device.',
  );
});
