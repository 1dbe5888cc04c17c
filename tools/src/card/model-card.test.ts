import { describe, expect, it } from 'vitest';
import { modelCard } from './model-card.js';
import { rangeText } from './sections/weakness-section.js';
import { cardFacts } from './testing/card-facts.js';

/** Lines end where the text was long; spaces within a number and its unit do not break. */
const flat = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll(/\s*\n\s*/g, ' ');
const card = modelCard(cardFacts());

it('has the sections of the paper, in its order', () => {
  expect([...card.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
    'How to use it',
    'Model details',
    'Intended use',
    'Factors',
    'Evaluation data',
    'Training data',
    'Metrics',
    'Quantitative analyses',
    'Ethical considerations',
    'Caveats and recommendations',
  ]);
});

it('says how many nets answer together', () => {
  const facts = cardFacts();
  const { record } = facts.weights;
  const model = { ...record.config.model, members: 3 };
  const weights = { ...facts.weights, embeddingSize: 384, record: { ...record, config: { ...record.config, model } } };
  const text = flat(modelCard({ ...facts, weights }));
  expect(text).toContain('A face goes in, 384 numbers come out');
  expect(text).toContain('| net | 3 × `mobilefacenet`, 1,003,136 parameters');
  expect(flat(card)).toContain('| net | `mobilefacenet`, 1,003,136 parameters');
});

describe('of photos', () => {
  it('warns of no drawings', () => {
    expect(card).not.toMatch(/procedural|drawing/i);
  });

  it('gives the thresholds, and the figures with their intervals', () => {
    expect(flat(card)).toContain('| `lfw` | FAR 1 % | 1.000 | 0.500 | 0.450 to 0.550 | 1.00 % | 50.00 % |');
    expect(flat(card)).toContain('| TAR at FAR 1e-2 | 37.20 %, resting on 30 impostor pairs | 30.00 to 40.00 % |');
  });

  it('says plainly that age and skin tone have no labels and are not guessed', () => {
    expect(flat(card)).toContain(
      'Age and skin tone were not measured, nor were sex or origin.** Neither set carries labels',
    );
    expect(flat(card)).toContain('this card does not guess them from faces');
  });

  it('hands on the terms of the sets it knows, and says of others that nobody told', () => {
    expect(card).toContain('non-commercial research alone');
    const mixed = modelCard(cardFacts({ trainedOn: 'celeba+mine' }));
    expect(mixed).toContain('non-commercial research alone');
    expect(flat(mixed)).toContain('On what terms the photos of `mine` were had');
  });

  it('names the slice that it is bad at, with the figure it rests on', () => {
    // 50 same pairs with a far turned face, none of which is accepted, of 95 whose pose is known and 5 whose is not.
    expect(flat(card)).toContain('- yaw, 30° and more: TAR 0.00 % (0.00 to 6.00) against 50.00 %');
    expect(flat(card)).toContain('| 30° and more | 50 | 50 | 50.00 %');
    expect(flat(card)).toContain('| 10° to 30° | 0 | 0 | – | – | – |');
    expect(flat(card)).toContain('Of 10 pairs it is not known');
  });
});

describe('of drawings', () => {
  it.each([
    ['that it was trained on', { trainedOn: 'procedural', testedOn: 'procedural' }, 'this is no model of faces'],
    ['that it was tested on', { testedOn: 'procedural' }, 'it was tested on drawings'],
  ])('warns before all else of those %s', (_, sets, warning) => {
    expect(modelCard(cardFacts(sets)).split('\n\n')[1]).toContain(`**PROCEDURAL FACES: ${warning}`);
  });

  it('names no use on people', () => {
    expect(modelCard(cardFacts({ trainedOn: 'procedural', testedOn: 'procedural' }))).not.toContain('- For: ');
  });
});

it('shows names of photos as text', () => {
  const hostile = modelCard(cardFacts({ example: 'a|<script>b</script>*c* is d' }));
  expect(hostile).toContain('a\\|\\<script\\>b\\</script\\>\\*c\\* is d');
  expect(hostile).not.toContain('<script>');
});

it.each([
  [{ from: null, to: 10 }, '°', 'below 10°'],
  [{ from: 10, to: 20 }, '°', '10° to 20°'],
  [{ from: 1234.56, to: null }, ' px', '1230 px and more'],
  [{ from: null, to: null }, '', 'all'],
])('writes %j%s as %s', (range, unit, text) => {
  expect(rangeText(range, unit)).toBe(text);
});
