import { expect, it } from 'vitest';
import { html, Markup } from './markup.js';

it('escapes what could end an element or a quoted attribute', () => {
  expect(html`<p title="${`"'<>&`}">${'<b>&amp;'}</p>`.text).toBe(
    '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;&amp;amp;</p>',
  );
});

it('leaves markup as it is, also in lists', () => {
  expect(html`<ul>${['a<b', 'c'].map(item => html`<li>${item}</li>`)}</ul>${new Markup('<hr>')}${7}`.text).toBe(
    '<ul><li>a&lt;b</li><li>c</li></ul><hr>7',
  );
});
