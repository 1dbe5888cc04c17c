import type { CardFacts } from '../card-facts.js';
import { blocks, list } from '../markdown.js';

/** Mitchell et al., sections 4.2 and 4.3: what it is for, and what its figures may depend on. */
export function intentSection(facts: CardFacts): string {
  const isDrawn = facts.weights.record.dataset === 'procedural';
  return blocks(
    '## Intended use',
    isDrawn
      ? 'To see that data, training and evaluation work on a machine. There is no use on people.'
      : list([
          'For: learning how face verification works, comparing methods, and verifying (1:1) people who know of it and agreed, where a person decides in the end.',
          'Not for: finding strangers in crowds or archives, police work, and decisions about anybody without another proof. Verification figures say little about a search among thousands.',
          'Not for: telling age, sex, origin, feelings or health. It was not made for it.',
          'It knows no attack: a photo of a photo passes as well as a face.',
        ]),
    '## Factors',
    blocks(
      'What the photos and their five points show by themselves was measured, under [Known weaknesses](#known-weaknesses):',
      list([
        'yaw, turn in the plane, and distance of the eyes in the photo, from the five points of the face. Yaw follows from how far the nose stands off the middle of the eyes, along their line: offset = 0.72 · tan(yaw) of their distance, by scaled orthography as in Gee and Cipolla, Determining the gaze of faces in images, Image and Vision Computing 12(10), 1994. On 576 photos of LFW half of these estimates lie within 1.0° of the yaw that a face mesh has in three dimensions, 95 % within 3.1°;',
        "sharpness of the crop, the variance of its luminance's Laplacian (Pech-Pacheco et al., ICPR 2000), and its brightness, the mean luminance, both in the crop's middle.",
      ]),
    ),
    '**Age and skin tone were not measured, nor were sex or origin.** Neither set carries labels for them, and this card does not guess them from faces. How the errors spread over such groups is unknown, and unknown does not mean even: [Face recognition vendor test part 3: demographic effects](https://doi.org/10.6028/NIST.IR.8280) found differences between such groups in most of the algorithms that it tested. Glasses, beards, covers, make-up, expression and the camera were not measured either.',
  );
}
