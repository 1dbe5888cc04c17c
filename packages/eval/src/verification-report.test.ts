import { expect, it } from 'vitest';
import type { Verification } from './evaluate-verification.js';
import { verificationReport } from './verification-report.js';

const fold = (number: number, accuracy: number, threshold: number) => ({
  fold: number,
  same: 1500,
  different: 1500,
  accuracy,
  threshold,
});

const verification: Verification = {
  images: 7701,
  pairs: { same: 3000, different: 3000 },
  identities: 4281,
  accuracy: { mean: 0.99183, std: 0.00345, standardError: 0.00123, ci95: [0.98867, 0.99417] },
  folds: [fold(0, 0.9953, 1.52), fold(1, 0.9883, 1.56)],
  tarAtFar: {
    '1e-2': {
      ...{ tar: 0.991, tarStd: 0.004, heldOutFar: 0.0103, threshold: 1.5004, impostorPairs: 27 },
      ...{ standardError: 0.0021, ci95: [0.9866, 0.9949] },
    },
    '1e-3': undefined,
  },
  roc: { far: [0, 1], tar: [0, 1], threshold: [0, 4] },
  auc: 0.99871,
  eer: 0.0087,
  uncertainty: {
    auc: { standardError: 0.0004, ci95: [0.99787, 0.99921] },
    eer: { standardError: 0.001, ci95: [0.0066, 0.0109] },
  },
  dPrime: 5.432,
  seedStyleBestAccuracy: 0.9925,
  meanNorm: 21.5,
};

it('says what each number rests on and what it is worth', () => {
  expect(verificationReport(verification, 'procedural faces')).toMatchInlineSnapshot(`
    "verification    procedural faces: 6,000 pairs of 7,701 images, 2 folds
                    3,000 same and 3,000 different pairs, 4,281 identities
    accuracy        99.18 % ± 0.34 over the folds, 95 % interval 98.87 % to 99.42 % over identities
                    A difference below 0.12 points, one standard error, is noise and no improvement.
    TAR@FAR=1e-2    99.10 % (98.66 to 99.49), resting on 27 impostor pairs (held-out FAR 1.03 %, threshold 1.500)
    TAR@FAR=1e-3    left out: it would rest on fewer than 3 impostor pairs
    EER             0.87 % (0.66 to 1.09), where as many impostors pass as genuine pairs fail
    AUC             0.99871 (0.99787 to 0.99921)   d′ 5.43   mean norm 21.50
    threshold       same below squared distance 1.540, above cosine 0.230 (1.52 to 1.56 over the folds)
    best threshold  99.25 % when chosen on these very pairs: not comparable with the accuracy"
  `);
});

it('gives a bound where there is no error to resample', () => {
  const accuracy = { mean: 1, std: 0, standardError: 0, ci95: [1, 1] as const };
  expect(verificationReport({ ...verification, accuracy }, 'lfw')).toContain(
    'No error to resample: by the rule of three the error may still be up to 0.05 %.',
  );
});

it('warns of folds with one kind of pairs', () => {
  const folds = [...verification.folds, { ...fold(7, 1, 1.5), different: 0 }];
  expect(verificationReport({ ...verification, folds }, 'pairs.txt')).toContain(
    'Folds with pairs of one kind only: 7. Deal both kinds into every fold.',
  );
});

it('ends with the lines it is given, in the same columns', () => {
  const lines = verificationReport(verification, 'lfw', [['measured', 'by hand']]).split('\n');
  expect(lines.at(-1)).toBe('measured        by hand');
});
