import { createMargin, type MarginConfig, type MarginName, marginSchema, targetCurve } from '@arcface-ts/losses';

/** Something to point at in a panel: where it is, and where the text stands. */
export interface ChartNote {
  readonly panel: string;
  readonly angleDeg: number;
  readonly value: number;
  readonly text: string;
  readonly textAngleDeg: number;
  readonly textValue: number;
  readonly align: 'left' | 'right';
}

/** One line of the picture. */
export interface MarginCurve {
  /** Part of the picture that it is drawn in. */
  readonly panel: string;
  readonly label: string;
  /** The margins that have this curve. */
  readonly margins: readonly MarginName[];
  readonly points: readonly { readonly angleDeg: number; readonly value: number }[];
}

type ConfigKeys = { name: MarginName } & Record<string, unknown>;

interface CurveOptions {
  readonly label: string;
  readonly config: ConfigKeys;
  /** Other margins with the same curve. */
  readonly others?: readonly MarginName[];
  /** Angles at which the curve has a step. */
  readonly stepsDeg?: readonly number[];
  readonly strength?: number;
  readonly length?: number;
  readonly running?: Readonly<Record<string, number>>;
}

/** The angle θ = π − m from which on a margin falls back. */
const fallbackDeg = (margin: number): number => 180 - (margin * 180) / Math.PI;
/** Lengths a deviation apart, so wide that 1 / h of them are the extremes. */
const adafaceRunning = { lengthMean: 20, lengthDeviation: 1 };
const adaface = (length: number, label: string): CurveOptions => ({
  label,
  config: { name: 'adaface' },
  length,
  running: adafaceRunning,
});

const withoutMargin: CurveOptions = {
  label: 'NormFace and softmax: cos θ',
  config: { name: 'normface' },
  others: ['softmax'],
};

const panels: Readonly<Record<string, readonly CurveOptions[]>> = {
  'One margin for all photos': [
    withoutMargin,
    { label: 'CosFace, m = 0.35', config: { name: 'cosface' } },
    {
      label: 'ArcFace, sub-centres, CurricularFace, m = 0.5',
      config: { name: 'arcface' },
      others: ['subcentre-arcface', 'curricularface'],
      stepsDeg: [fallbackDeg(0.5)],
    },
    { label: 'ArcFace with easyMargin, m = 0.5', config: { name: 'arcface', easyMargin: true }, stepsDeg: [90] },
    { label: 'combined, m₁ = 1, m₂ = 0.3, m₃ = 0.2', config: { name: 'combined' } },
  ],
  'The angle is multiplied': [
    withoutMargin,
    { label: 'SphereFace, m = 4, λ = 5', config: { name: 'sphereface' } },
    { label: 'SphereFace, m = 4, λ = 0', config: { name: 'sphereface' }, strength: 1 },
    { label: 'SphereFace, m = 2, λ = 0', config: { name: 'sphereface', angleFactor: 2 }, strength: 1 },
  ],
  'The margin goes by the length of the embedding': [
    withoutMargin,
    adaface(10, 'AdaFace, m = 0.4, far below the mean length'),
    adaface(20, 'AdaFace, m = 0.4, at the mean'),
    adaface(30, 'AdaFace, m = 0.4, far above it'),
    { label: 'MagFace, length 10: m = 0.45', config: { name: 'magface' }, length: 10, stepsDeg: [fallbackDeg(0.45)] },
    { label: 'MagFace, length 110: m = 0.8', config: { name: 'magface' }, length: 110, stepsDeg: [fallbackDeg(0.8)] },
  ],
};

/** Target logits over the scale of all margins, in the order in which the legend names them. It needs TensorFlow started. */
export function marginCurves(): MarginCurve[] {
  return Object.entries(panels).flatMap(([panel, curves]) =>
    curves.map(({ label, config, others = [], stepsDeg = [], ...options }) => {
      const anglesDeg = anglesWith(stepsDeg);
      const parsed: MarginConfig = marginSchema.parse({ ...config, scale: 1 });
      const values = targetCurve(createMargin(parsed), { anglesDeg, ...options });
      const points = anglesDeg.map((angleDeg, i) => ({ angleDeg, value: values[i] as number }));
      return { panel, label, margins: [config.name, ...others], points };
    }),
  );
}

/** Every degree, and both sides of each step. */
function anglesWith(stepsDeg: readonly number[]): number[] {
  const degrees = Array.from({ length: 181 }, (_, angle) => angle);
  return [...degrees, ...stepsDeg.flatMap(step => [step - 0.01, step + 0.01])].sort((a, b) => a - b);
}

/** What the picture points at. */
export const marginNotes: readonly ChartNote[] = [
  {
    panel: 'One margin for all photos',
    angleDeg: 90,
    value: 0,
    text: 'easyMargin: none from 90° on',
    textAngleDeg: 96,
    textValue: 0.3,
    align: 'left',
  },
  {
    panel: 'One margin for all photos',
    angleDeg: fallbackDeg(0.5),
    value: -1,
    text: 'θ + m = 180°: fallback',
    textAngleDeg: 112,
    textValue: -1.35,
    align: 'right',
  },
  {
    panel: 'The margin goes by the length of the embedding',
    angleDeg: fallbackDeg(0.8),
    value: -1,
    text: 'θ + m = 180°: fallback',
    textAngleDeg: 100,
    textValue: -1.35,
    align: 'right',
  },
];
