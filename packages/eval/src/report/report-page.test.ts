import { expect, it } from 'vitest';
import { foundBeside, reportInput } from '../testing/report-input.js';
import { reportPage } from './report-page.js';

const picture = 'data:image/jpeg;base64,/9j/4AAQ';
const input = await reportInput({ picture });
const page = reportPage(input);

/** Names of elements that are opened and not closed, or closed out of turn. */
function unbalanced(text: string): string[] {
  const single = new Set(['meta', 'img', 'wbr']);
  const open: string[] = [];
  const faults: string[] = [];
  for (const [whole, end, name] of text.matchAll(/<(\/?)([a-z][a-zA-Z0-9]*)(?:\s[^<>]*)?>/g) as Iterable<string[]>) {
    if (single.has(name as string) || whole?.endsWith('/>')) continue;
    if (end === '') open.push(name as string);
    else if (open.pop() !== name) faults.push(name as string);
  }
  return [...faults, ...open];
}

/** What a reader sees, with plain spaces. */
function textOf(markup: string): string {
  return markup.replace(/<style>.*?<\/style>|<[^>]*>/gs, ' ').replace(/[\s\u00a0]+/g, ' ');
}

it('closes every element that it opens', () => {
  expect(unbalanced(page)).toEqual([]);
  expect(unbalanced('<p><b></p>')).not.toEqual([]);
});

it('loads and runs nothing', () => {
  expect(page).not.toMatch(/url\(|@import|https?:|<script|<link|\son[a-z]+=/);
  const addresses = [...page.matchAll(/(?:src|href|srcset|action|data)="([^"]*)"/g)].map(([, address]) => address);
  expect(new Set(addresses)).toEqual(new Set([picture]));
});

it('escapes what comes from files', () => {
  const { worst } = input.hardest.falseAccepts;
  expect(page).toContain(`title="&lt;i&gt;${worst[0]?.pair}&lt;/i&gt;/&quot;a&quot; &amp; b.jpg"`);
  expect(page).toContain('runs/&lt;b&gt;&amp;&quot;try&quot;/best');
  expect(page).not.toMatch(/<i>|<b>/);
  const unreadable = reportPage({ ...input, unreadable: ['runs/<u>.json'] });
  expect(unreadable).toContain('runs/&lt;u&gt;.json');
});

it('has the figures of the JSON', () => {
  const { accuracy, auc, eer, tarAtFar, thresholds, pairs, checkpoint } = input.found.result;
  const text = textOf(page);
  const percent = (share: number) => (100 * share).toFixed(2);
  expect(text).toContain(`${percent(accuracy.mean)} % ± ${percent(accuracy.std)} of ${pairs} pairs`);
  expect(text).toContain(`between ${percent(accuracy.ci95[0])} and ${percent(accuracy.ci95[1])} %`);
  const { auc: ofAuc, eer: ofEer } = input.verification.uncertainty;
  expect(text).toContain(`the AUC between ${ofAuc.ci95.map(value => value.toFixed(4)).join(' and ')}, and the equal`);
  expect(text).toContain(`rate between ${percent(ofEer.ci95[0])} and ${percent(ofEer.ci95[1])} %`);
  expect(text).toContain(`AUC ${auc.toFixed(4)}`);
  expect(text).toContain(`Equal error rate ${percent(eer)} %`);
  expect(text).toContain((thresholds.reduce((sum, value) => sum + value, 0) / thresholds.length).toFixed(3));
  expect(text).toContain(checkpoint.sha256);
  expect(Object.keys(tarAtFar)).toEqual(['1e-1', '1e-2']);
  for (const [far, { tar, threshold }] of Object.entries(tarAtFar)) {
    expect(text).toContain(`TAR at FAR ${far} ${percent(tar)} %`);
    expect(text).toMatch(new RegExp(`${far} one in 1\\d+ ${percent(tar)} % .*${threshold.toFixed(3)}`));
  }
});

it('gives the intervals of TARs that have some', () => {
  const at = { ...input.verification.tarAtFar['1e-2'], ci95: [0.1234, 0.5678] } as never;
  const verification = { ...input.verification, tarAtFar: { ...input.verification.tarAtFar, '1e-2': at } };
  expect(textOf(reportPage({ ...input, verification }))).toMatch(/TAR 95 % interval .* 12\.34 to 56\.78 %/);
  const tarAtFar = Object.fromEntries(
    Object.entries(input.verification.tarAtFar).map(([far, at]) => [far, { ...at, ci95: undefined }]),
  );
  const plain = textOf(reportPage({ ...input, verification: { ...input.verification, tarAtFar: tarAtFar as never } }));
  expect(plain).not.toContain('TAR 95 % interval');
});

it('names the FARs that are left out', () => {
  expect(textOf(page)).toMatch(/Left out, since .* fewer than three: 1e-3/);
});

it('shows twenty pairs of each kind at most, as pictures of both photos, and says of how many', () => {
  const { falseAccepts, falseRejects } = input.hardest;
  expect(falseAccepts.count).toBeGreaterThan(20);
  const shown = falseAccepts.worst.length + falseRejects.worst.length;
  expect(shown).toBeLessThanOrEqual(40);
  expect(page.match(/<img /g)).toHaveLength(2 * shown);
  expect(textOf(page)).toContain(`${falseAccepts.count} of ${falseAccepts.of} different pairs`);
});

it('only names the photos where there are no pictures', async () => {
  const named = reportPage(await reportInput());
  expect(named).not.toContain('<img');
  expect(named).toContain('&quot;a&quot; &amp; b');
});

it('refuses a picture that would have to be loaded', () => {
  const photosOf = () => [{ name: 'a', picture: 'https://example.org/a.png' }, { name: 'b' }] as const;
  expect(() => reportPage({ ...input, photosOf })).toThrow(/^Expected a picture as data:image\/png/);
});

it('says first of all that faces are procedural, and of photos it does not', async () => {
  const drawn = textOf(reportPage(await reportInput({ dataset: 'procedural' })));
  expect(drawn).toMatch(/^.{0,120}Procedural faces\. These faces were drawn/);
  expect(drawn).toContain('no result on lfw');
  expect(textOf(page)).not.toMatch(/procedural/i);
});

it('puts earlier results beside it, and says what is noise', () => {
  const { accuracy } = input.found.result;
  const others = [
    foundBeside(input.found, { run: 'better', mean: accuracy.mean + 0.1, reach: 0.001 }),
    foundBeside(input.found, { run: 'vague', mean: accuracy.mean - 0.01, reach: 0.2 }),
  ];
  const text = textOf(reportPage({ ...input, others }));
  expect(text).toMatch(/better best lfw .* \+10\.00 .* try lfw .* this one .* vague lfw .* −1\.00, noise/);
  expect(textOf(page)).toContain('No other result was found');
});

it('shows the stamp of a result that has one', () => {
  const stamp = { photos: { unreadable: 2 }, newKey: 'something new' };
  const result = { ...input.found.result, stamp } as unknown as typeof input.found.result;
  const text = textOf(reportPage({ ...input, found: { ...input.found, result } }));
  expect(text).toContain('photos: unreadable 2');
  expect(text).toContain('new key something new');
  expect(text).not.toContain('has no stamp');
  expect(textOf(page)).toContain('has no stamp');
});

it('says how large it is, to the nearest kilobyte', () => {
  const kilobytes = Number(textOf(page).match(/one file of (\d+) kB/)?.[1]);
  expect(Math.abs(kilobytes - Buffer.byteLength(page) / 1000)).toBeLessThan(1);
});

it('is a whole page of a result without an error', async () => {
  const perfect = reportPage(await reportInput({ noise: 0.01, picture }));
  expect(unbalanced(perfect)).toEqual([]);
  expect(textOf(perfect)).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(textOf(perfect)).toContain('0 of 300 different pairs, 0.00 %');
});
