import { describe, expect, it } from 'vitest';
import { type ProceduralOptions, proceduralDefaults, proceduralFingerprint } from './procedural-options.js';

describe('proceduralFingerprint', () => {
  it('is the same for defaults that are left out and written out', () => {
    expect(proceduralFingerprint()).toBe(proceduralFingerprint(proceduralDefaults));
    expect(proceduralFingerprint()).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(Object.keys(proceduralDefaults) as (keyof ProceduralOptions)[])('changes with %s', key => {
    expect(proceduralFingerprint({ [key]: proceduralDefaults[key] + 1 })).not.toBe(proceduralFingerprint());
  });

  it('ignores keys that do not change a photo', () => {
    const options = { seed: 1, onProgress: () => undefined };
    expect(proceduralFingerprint(options)).toBe(proceduralFingerprint());
  });

  it('refuses a number that is not whole, by name', () => {
    expect(() => proceduralFingerprint({ folds: 2.5 })).toThrow(
      'Expected folds to be a whole number, 1 or more but received 2.5 (drawProceduralFaces). Leave it out for 10.',
    );
  });
});
