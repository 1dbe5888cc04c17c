import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ClassHead, ClassScores } from './class-head.js';
import type { ForwardPass } from './layer.js';
import type { Model, Parameters } from './model.js';
import type { ParameterSpec } from './parameter.js';

/*
 * An ensemble is several nets that look at the same photos, each with weights, class centres and a loss of its own. They begin
 * differently, err differently, and their mean errs less than any: Hansen and Salamon, "Neural network ensembles", 1990. As one model it
 * trains in one run and is one checkpoint.
 */

const prefixOf = (member: number): string => `member${member + 1}.`;

/** The parameters of each member, one after the other: `member1.…`, `member2.…`. */
function ofMembers(members: readonly { readonly parameters: readonly ParameterSpec[] }[]): ParameterSpec[] {
  return members.flatMap(({ parameters }, member) =>
    parameters.map(spec => ({ ...spec, name: prefixOf(member) + spec.name })),
  );
}

/**
 * Nets side by side, whose photos and embeddings have one size; one alone is itself. An embedding is the members' embeddings one after the
 * other, [batch, members · embeddingSize], not normalized.
 */
export function ensemble(members: readonly Model[]): Model {
  checkCount(members.length);
  const [model] = members as [Model];
  if (members.length === 1) return model;
  return {
    ...model,
    embeddingSize: members.length * model.embeddingSize,
    parameters: ofMembers(members),
    embed: (images, pass) => {
      const each = members.map((member, index) => member.embed(images, passOf(pass, prefixOf(index))));
      return tf.concat(each, 1) as tf.Tensor2D;
    },
  };
}

/**
 * The heads of an ensemble as one, whose scores and cosines are the means of its members': what the ensemble answers.
 * @param head that of a member; its embeddings are a member's
 */
export function ensembleHead(head: ClassHead, count: number): ClassHead {
  checkCount(count);
  if (count === 1) return head;
  return {
    parameters: ofMembers(Array.from({ length: count }, () => head)),
    apply(embeddings, values) {
      const members = Array.from({ length: count }, (_, member) =>
        head.apply(partOf(embeddings, member, count), ownOf(values, head, member)),
      );
      return { ...meanOf(members), members };
    },
  };
}

function meanOf(each: readonly ClassScores[]): ClassScores {
  const mean = <T extends tf.Tensor>(tensors: readonly T[]): T => tf.div(tf.addN([...tensors]), tensors.length);
  return {
    scores: mean(each.map(({ scores }) => scores)),
    cosines: mean(each.map(({ cosines }) => cosines)),
    lengths: mean(each.map(({ lengths }) => lengths)),
  };
}

/** A member's columns: [batch, count · embedding] → [batch, embedding]. */
function partOf(embeddings: tf.Tensor2D, member: number, count: number): tf.Tensor2D {
  const width = embeddings.shape[1] / count;
  return tf.slice(embeddings, [0, member * width], [embeddings.shape[0], width]);
}

function ownOf(values: Parameters, { parameters }: ClassHead, member: number): Parameters {
  return Object.fromEntries(parameters.map(({ name }) => [name, values[prefixOf(member) + name] as tf.Tensor]));
}

function passOf(pass: ForwardPass, prefix: string): ForwardPass {
  return {
    training: pass.training,
    parameter: name => pass.parameter(prefix + name),
    batchMoments: (layer, mean, variance) => pass.batchMoments(prefix + layer, mean, variance),
  };
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw UsageError.because({
    expected: 'one member or more',
    received: String(count),
    place: 'ensemble',
    next: 'Set model.members to a whole number from 1.',
  });
}
