import { describe, expect, it } from 'vitest';
import { peopleInCommon } from './train-test-overlap.js';

const trainedOn = (identities: string[], sets = ['celeba']) => ({ identities, config: { sets } });

describe('peopleInCommon', () => {
  it('finds a person whose name is written in another way', () => {
    const trained = ['al pacino', 'JoseMaria', 'Zoë-Lee'];
    expect(peopleInCommon(trainedOn(trained), ['Al_Pacino', 'Ann_Lee', 'Jose_Maria', 'zoe lee'])).toEqual({
      known: true,
      common: 3,
      of: 4,
      examples: ['Al_Pacino', 'Jose_Maria', 'zoe lee'],
      by: 'names',
    });
  });

  it('gives ten examples at most', () => {
    const names = Array.from({ length: 30 }, (_, index) => `Ann ${index}`);
    const found = peopleInCommon(trainedOn(names), names);
    expect(found).toMatchObject({ common: 30, examples: { length: 10 } });
  });

  it.each([
    [['12', '7'], ['Ann', 'Bob'], 'the training set numbers its people'],
    [['n000001', 'n000002'], ['Ann', 'Bob'], 'the training set numbers its people'],
    [['Ann', 'Bob'], ['1', '2'], 'the test names nobody'],
    [['Ann', 'Bob'], undefined, 'the test names nobody'],
  ])('compares only names with names: %j, %j', (trained, tested, why) => {
    expect(peopleInCommon(trainedOn(trained), tested)).toEqual({ known: false, why });
  });

  it('looks at the sets that name their people, of several that were trained on', () => {
    const trained = trainedOn(['celeba/1', 'celeba/2', 'celeba/3', 'pins/Ann_Lee'], ['celeba', 'pins']);
    expect(peopleInCommon(trained, ['Ann Lee', 'Celeba'])).toEqual({
      known: true,
      common: 1,
      of: 2,
      examples: ['Ann Lee'],
      by: 'names, of pins alone',
    });
  });
});
