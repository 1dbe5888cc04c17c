import { checkPictureUri, html, type Markup } from '@arcface-ts/core';
import type { WrongPair, WrongPairs } from '../hardest-pairs.js';
import type { ReportInput, ShownPhoto } from '../report-input.js';
import { counted, percent, whole } from '../report-numbers.js';

type PhotosOf = ReportInput['photosOf'];

/** The pairs that were decided wrongly by most: strangers who were taken for one person, and people who were not known again. */
export function hardPairsSection({ hardest, photosOf }: ReportInput): Markup {
  return html`<section><h2>Where it errs most</h2>
<p class="muted">The aligned crops as the model gets them, the worst first. Below them the pair's squared distance and the threshold of its fold.</p>
${wrongPairs(hardest.falseAccepts, photosOf, {
  title: 'False accepts: different people taken for one',
  kind: 'different',
  side: '<',
  advice:
    'Look for people who are alike, for a pose, light or hair that both photos share, and for labels that are wrong.',
})}${wrongPairs(hardest.falseRejects, photosOf, {
  title: 'False rejects: one person taken for two',
  kind: 'same',
  side: '≥',
  advice:
    'Look for years between the photos, turned or covered faces, bad light, a crop of someone else, and wrong labels.',
})}</section>
`;
}

interface Words {
  readonly title: string;
  readonly kind: string;
  /** On which side of the threshold such a pair lies. */
  readonly side: string;
  readonly advice: string;
}

function wrongPairs({ count, of, worst }: WrongPairs, photosOf: PhotosOf, words: Words): Markup {
  const share = html`${whole(count)} of ${counted(of, `${words.kind} pair`)}, ${percent(count / of)}`;
  const shown = worst.length < count ? html`; the ${whole(worst.length)} farthest beyond the threshold are shown` : '';
  return html`<h3>${words.title}</h3>
<p>${share}${shown}. ${count === 0 ? '' : words.advice}</p>
<ol class="pairs">
${worst.map(pair => pairItem(pair, photosOf(pair.pair), words.side))}</ol>
`;
}

function pairItem({ distance, threshold }: WrongPair, photos: readonly [ShownPhoto, ShownPhoto], side: string): Markup {
  const pictures = photos.flatMap(({ name, picture }) =>
    picture === undefined
      ? []
      : [html`<img src="${checkPictureUri(picture, 'reportPage')}" alt="${name}" width="112" height="112">`],
  );
  return html`<li>${pictures.length === 0 ? '' : html`<div class="faces">${pictures}</div>`}
<p>${distance.toFixed(3)} <span class="muted">${side} ${threshold.toFixed(2)}</span></p>
<p class="names">${photos.map(({ name }) => html`<span title="${name}">${breakable(shortName(name))}</span>`)}</p></li>
`;
}

/** `Al_Pacino_0001` of `Al_Pacino/Al_Pacino_0001.jpg`. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.[A-Za-z0-9]{1,5}$/, '');
}

/** Lets a name that is too long end its line behind an underscore. */
function breakable(name: string): Markup[] {
  return name.split(/(?<=_)/).map(part => html`${part}<wbr>`);
}
