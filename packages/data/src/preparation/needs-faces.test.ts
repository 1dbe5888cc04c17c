import { expect, it } from 'vitest';
import { needsFaces } from './needs-faces.js';

it.each([
  [{}, true],
  [{ checkpoint: 'runs/face/best' }, true],
  [{ pairs: 'list.txt' }, true],
  [{ test: 'calfw' }, true],
  [{ checkpoint: 'runs/face/best', pairs: 'list.txt' }, false],
  [{ checkpoint: 'runs/face/best', test: 'calfw' }, false],
  [{ checkpoint: 'runs/face/best', images: 'people' }, false],
])('%j', (options, needed) => {
  expect(needsFaces(options)).toBe(needed);
});
