import * as tf from '@tensorflow/tfjs-core';
import { adafaceLogits, nextLengths } from './adaface.js';
import { arcfaceLogits } from './arcface.js';
import { combinedMarginLogits } from './combined-margin.js';
import { cosfaceLogits } from './cosface.js';
import { curricularfaceLogits, nextTargetCosine } from './curricularface.js';
import { magfaceLogits, magfacePenalty } from './magface.js';
import type { Margin, MarginHead } from './margin.js';
import type { MarginConfig, MarginName } from './margin-schema.js';
import { normfaceLogits } from './normface.js';
import { softmaxLogits } from './softmax.js';
import { spherefaceLogits } from './sphereface.js';

/** The margin of a config, with all that a training must know to use it. */
export interface ConfiguredMargin {
  readonly name: MarginName;
  readonly head: MarginHead;
  /** Where a ramp ends: radians for an angular margin, a cosine for CosFace, a share of ψ for SphereFace, 1 for all of it, 0 for none. */
  readonly fullStrength: number;
  /** What the running figures are before the first step. */
  readonly runningFrom: Readonly<Record<string, number>>;
  /** The margin; it works at full strength unless a call gives another one. */
  readonly apply: Margin;
}

/** The margin that a config names. */
export function createMargin(config: MarginConfig): ConfiguredMargin {
  return { name: config.name, head: { scores: 'cosine', centresPerClass: 1 }, runningFrom: {}, ...partsOf(config) };
}

type Parts = Pick<ConfiguredMargin, 'fullStrength' | 'apply'> & Partial<ConfiguredMargin>;

function partsOf(config: MarginConfig): Parts {
  switch (config.name) {
    case 'softmax':
      return {
        head: { scores: 'linear', centresPerClass: 1 },
        fullStrength: 0,
        apply: ({ scores, labels }) => ({ logits: softmaxLogits(scores, labels) }),
      };
    case 'normface':
      return {
        fullStrength: 0,
        apply: ({ scores, labels }) => ({ logits: normfaceLogits(scores, labels, config) }),
      };
    case 'sphereface': {
      const fullStrength = 1 / (1 + config.annealing.end);
      return {
        fullStrength,
        apply: ({ scores, labels, lengths }, share = fullStrength) => ({
          logits: spherefaceLogits(scores, labels, { ...config, share, scale: config.scale ?? lengths }),
        }),
      };
    }
    case 'cosface':
      return {
        fullStrength: config.cosineMargin,
        apply: ({ scores, labels }, cosineMargin = config.cosineMargin) => ({
          logits: cosfaceLogits(scores, labels, { ...config, cosineMargin }),
        }),
      };
    case 'arcface':
      return arcface(config);
    case 'subcentre-arcface':
      return { ...arcface(config), head: { scores: 'cosine', centresPerClass: config.centresPerClass } };
    case 'combined':
      return {
        fullStrength: 1,
        apply: ({ scores, labels }, strength = 1) => ({
          logits: combinedMarginLogits(scores, labels, { ...config, strength }),
        }),
      };
    case 'curricularface':
      return curricularface(config);
    case 'magface':
      return magface(config);
    case 'adaface':
      return adaface(config);
  }
}

type ConfigOf<Name extends MarginName> = Extract<MarginConfig, { name: Name }>;

function arcface(config: ConfigOf<'arcface' | 'subcentre-arcface'>): Parts {
  return {
    fullStrength: config.angularMargin,
    apply: ({ scores, labels }, angularMargin = config.angularMargin) => ({
      logits: arcfaceLogits(scores, labels, { ...config, angularMargin }),
    }),
  };
}

function curricularface(config: ConfigOf<'curricularface'>): Parts {
  return {
    fullStrength: config.angularMargin,
    runningFrom: { targetCosine: 0 },
    apply: ({ scores, labels, running }, angularMargin = config.angularMargin) => {
      const targetCosine = nextTargetCosine(scores, labels, running['targetCosine'] as tf.Scalar);
      const logits = curricularfaceLogits(scores, labels, { ...config, angularMargin, targetCosine });
      return { logits, running: { targetCosine } };
    },
  };
}

/** The penalty is ramped with the margin, since it is there to balance it. */
function magface(config: ConfigOf<'magface'>): Parts {
  return {
    fullStrength: 1,
    apply: ({ scores, labels, lengths }, strength = 1) => ({
      logits: magfaceLogits(scores, labels, { ...config, lengths, strength }),
      penalty: tf.tidy(() => tf.mul(tf.mul(strength, config.penaltyWeight), magfacePenalty(lengths, config))),
    }),
  };
}

/** Moments begin where the authors' do. */
function adaface(config: ConfigOf<'adaface'>): Parts {
  return {
    fullStrength: config.margin,
    runningFrom: { lengthMean: 20, lengthDeviation: 100 },
    apply: ({ scores, labels, lengths, running }, margin = config.margin) => {
      const { lengthMean, lengthDeviation } = running as Record<'lengthMean' | 'lengthDeviation', tf.Scalar>;
      const moments = nextLengths(lengths, { mean: lengthMean, deviation: lengthDeviation });
      const logits = adafaceLogits(scores, labels, { ...config, margin, lengths, running: moments });
      return { logits, running: { lengthMean: moments.mean, lengthDeviation: moments.deviation } };
    },
  };
}
