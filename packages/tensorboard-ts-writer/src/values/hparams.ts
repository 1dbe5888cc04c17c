import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { ValueSchema } from '@bufbuild/protobuf/wkt';
import { explain } from '../event-file-error.js';
import { HParamsPluginDataSchema } from '../proto/hparams_pb.js';
import { floatTensor, pluginValue, type SummaryValue } from './summary-value.js';

/** An option's value. */
export type HparamValue = string | number | boolean;

export interface HparamsOptions {
  /** All values that an option can have, by its name, for TensorBoard's filters. */
  readonly domains?: Readonly<Record<string, readonly HparamValue[]>>;
  /** When the session started, in seconds since 1970; unknown when left out. */
  readonly startTimeSecs?: number;
}

type PluginData = NonNullable<MessageInitShape<typeof HParamsPluginDataSchema>['data']>;

const dataTypes = { string: 1, boolean: 2, number: 3 } as const; // DataType
const success = 1; // Status.STATUS_SUCCESS

/**
 * The three values that make a run a session of the HParams tab: which options and figures there are, the options' values, and
 * that it came to its end. The figures themselves are scalars of the run.
 * @throws TypeError for an option that is no text, number or boolean, or whose domain has other types; RangeError for NaN
 */
export function hparamsOf(
  hparams: Readonly<Record<string, HparamValue>>,
  metricTags: readonly string[],
  endTimeSecs: number,
  { domains = {}, startTimeSecs = 0 }: HparamsOptions = {},
): SummaryValue[] {
  for (const [name, value] of Object.entries(hparams)) checkOption(name, value, domains[name] ?? []);
  const unknown = Object.keys(domains).find(name => !Object.hasOwn(hparams, name));
  if (unknown !== undefined) throw optionError(`a domain of ${Object.keys(hparams).join(', ')}`, unknown, unknown);
  const hparamInfos = Object.entries(hparams).map(([name, value]) => {
    const domain = domains[name];
    const type = dataTypes[typeof value as keyof typeof dataTypes];
    return { name, type, ...(domain ? { domainDiscrete: { values: domain.map(protoValue) } } : {}) };
  });
  const metricInfos = metricTags.map(tag => ({ name: { tag } }));
  const values = Object.fromEntries(Object.entries(hparams).map(([name, value]) => [name, protoValue(value)]));
  return [
    sessionValue('experiment', { case: 'experiment', value: { hparamInfos, metricInfos } }),
    sessionValue('session_start_info', { case: 'sessionStartInfo', value: { hparams: values, startTimeSecs } }),
    sessionValue('session_end_info', { case: 'sessionEndInfo', value: { status: success, endTimeSecs } }),
  ];
}

/** What the plugin reads stands in the metadata; the tensor is there since a value has to be. */
function sessionValue(name: string, data: PluginData): SummaryValue {
  const content = toBinary(HParamsPluginDataSchema, create(HParamsPluginDataSchema, { data }));
  return pluginValue(`_hparams_/${name}`, 'hparams', floatTensor([1], [0]), content);
}

function protoValue(value: HparamValue): MessageInitShape<typeof ValueSchema> {
  if (typeof value === 'string') return { kind: { case: 'stringValue', value } };
  if (typeof value === 'boolean') return { kind: { case: 'boolValue', value } };
  return { kind: { case: 'numberValue', value } };
}

function checkOption(name: string, value: HparamValue, domain: readonly HparamValue[]): void {
  if (name === '') throw optionError('a name for each option', '""', name);
  if (!((typeof value) in dataTypes)) throw optionError('text, a number or a boolean', typeof value, name);
  const other = domain.find(possible => typeof possible !== typeof value);
  if (other !== undefined)
    throw optionError(`a domain of ${typeof value}s like its value`, JSON.stringify(other), name);
  for (const number of [value, ...domain]) {
    if (typeof number !== 'number' || Number.isFinite(number)) continue;
    const next = 'Leave such options out, or pass them as text.';
    throw new RangeError(
      explain({ expected: 'a finite number', received: String(number), place: `option "${name}"`, next }),
    );
  }
}

function optionError(expected: string, received: string, name: string): TypeError {
  const next = 'Flatten nested options into names such as "optimizer.momentum".';
  return new TypeError(explain({ expected, received, place: `option "${name}"`, next }));
}
