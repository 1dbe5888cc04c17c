import { fromBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { type HParamsPluginData, HParamsPluginDataSchema } from '../proto/hparams_pb.js';
import { type HparamsOptions, type HparamValue, hparamsOf } from './hparams.js';

/** What the metadata of the three values say, by tag. */
function sessionOf(hparams: Record<string, HparamValue>, options?: HparamsOptions): Record<string, HParamsPluginData> {
  const values = hparamsOf(hparams, ['validation/accuracy'], 1_700_000_000, options);
  return Object.fromEntries(
    values.map(({ tag, metadata }) => {
      expect(metadata?.pluginData?.pluginName).toBe('hparams');
      return [tag, fromBinary(HParamsPluginDataSchema, metadata?.pluginData?.content as Uint8Array)];
    }),
  );
}

test('says which options and figures there are, with the values of the options', () => {
  const session = sessionOf(
    { margin: 0.5, loss: 'arcface', flip: true },
    { domains: { loss: ['arcface', 'cosface'] }, startTimeSecs: 1_600_000_000 },
  );
  expect(session).toMatchObject({
    '_hparams_/experiment': {
      data: {
        case: 'experiment',
        value: {
          hparamInfos: [
            { name: 'margin', type: 3 },
            {
              name: 'loss',
              type: 1,
              domainDiscrete: {
                values: ['arcface', 'cosface'].map(value => ({ kind: { case: 'stringValue', value } })),
              },
            },
            { name: 'flip', type: 2 },
          ],
          metricInfos: [{ name: { tag: 'validation/accuracy' } }],
        },
      },
    },
    '_hparams_/session_start_info': {
      data: {
        case: 'sessionStartInfo',
        value: {
          hparams: {
            margin: { kind: { case: 'numberValue', value: 0.5 } },
            loss: { kind: { case: 'stringValue', value: 'arcface' } },
            flip: { kind: { case: 'boolValue', value: true } },
          },
          startTimeSecs: 1_600_000_000,
        },
      },
    },
    '_hparams_/session_end_info': {
      data: { case: 'sessionEndInfo', value: { status: 1, endTimeSecs: 1_700_000_000 } },
    },
  });
});

test.each<[string, Record<string, unknown>, HparamsOptions, string]>([
  ['a nested option', { model: {} }, {}, 'Expected text, a number or a boolean but received object (option "model").'],
  ['an option without a name', { '': 1 }, {}, 'Expected a name for each option but received ""'],
  ['NaN', { margin: Number.NaN }, {}, 'Expected a finite number but received NaN (option "margin").'],
  [
    'a domain of another type',
    { margin: 1 },
    { domains: { margin: ['1'] } },
    'a domain of numbers like its value but received "1"',
  ],
  ['a domain of no option', { margin: 1 }, { domains: { scale: [1] } }, 'a domain of margin but received scale'],
])('refuses %s', (_, hparams, options, message) => {
  expect(() => hparamsOf(hparams as Record<string, HparamValue>, [], 0, options)).toThrow(message);
});
