import type { Model, Parameters } from '@arcface-ts/models';
import type { TrainingConfig } from '../config.js';
import { modelOf } from '../step/assemble-step.js';
import type { CheckpointRecord } from './checkpoint.js';

/** More parameters than these are counted and not named: another net differs in hundreds. */
const mostNamed = 12;

interface Crop {
  readonly name: string;
  readonly version: number;
}

/**
 * What keeps weights from fitting the net that a config names: a line each, with + what the net has, with − what the weights have in its
 * place. None where they fit. The class head is not looked at.
 */
export function differencesOfNets(
  net: { readonly config: Pick<TrainingConfig, 'model'>; readonly crop: Crop },
  weights: { readonly record: Pick<CheckpointRecord, 'config' | 'input'>; readonly parameters: Parameters },
): string[] {
  const own = modelOf(net.config);
  const other = modelOf(weights.record.config);
  const pairs = [
    [describeModel(own), describeModel(other)],
    [describeViews(net.config), describeViews(weights.record.config)],
    [describeCrop(net.crop), describeCrop(weights.record.input.crop)],
  ];
  const settings = pairs.filter(([a, b]) => a !== b).flatMap(([a, b]) => [`+ ${a}`, `− ${b}`]);
  const parameters = differentParameters(own, other, weights.parameters);
  const unnamed = parameters.length - mostNamed;
  return [...settings, ...parameters.slice(0, mostNamed), ...(unnamed > 0 ? [`… and ${unnamed} more`] : [])];
}

function describeModel({ name, embeddingSize, imageSizePx, colour }: Model): string {
  return `model ${name}, embedding size ${embeddingSize}, ${imageSizePx} px, ${colour}`;
}

function describeViews({ model }: Pick<TrainingConfig, 'model'>): string {
  if (model.views === null) return 'views: the whole photo';
  const squares = model.views.squares.map(({ leftPx, topPx, sidePx, imageSizePx }) => {
    const seenPx = imageSizePx ?? model.imageSizePx;
    return `${sidePx} px at ${leftPx}, ${topPx}, seen at ${seenPx === null ? "the model's own size" : `${seenPx} px`}`;
  });
  return `views: ${squares.join('; ')}`;
}

function describeCrop({ name, version }: Crop): string {
  return `crop ${name}, version ${version}`;
}

function differentParameters(own: Model, other: Model, found: Parameters): string[] {
  const wanted = new Map(own.parameters.map(({ name, shape }) => [name, shapeText(shape)]));
  const names = [...wanted.keys(), ...other.parameters.map(({ name }) => name).filter(name => !wanted.has(name))];
  return names.flatMap(name => {
    const [here, there] = [wanted.get(name), found[name] && shapeText(found[name].shape)];
    if (here === there) return [];
    return [...(here ? [`+ ${name} ${here}`] : []), ...(there ? [`− ${name} ${there}`] : [])];
  });
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
