import { expect, it } from 'vitest';
import { checkPictureUri, htmlPage } from './html-page.js';
import { html, Markup } from './markup.js';

const page = htmlPage({ title: 'a <b>', style: new Markup('p { margin: 0 }'), body: html`<p>${'<i>'}</p>` });

it('escapes the title and keeps what is markup', () => {
  expect(page).toContain('<title>a &lt;b&gt;</title>');
  expect(page).toContain('<main>\n<p>&lt;i&gt;</p></main>');
  expect(page).toContain('p { margin: 0 }</style>');
});

it('forbids the page to load or run anything', () => {
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(page).not.toMatch(/url\(|@import|https?:|<script/);
});

it('takes pictures that carry themselves and no addresses', () => {
  const uri = 'data:image/jpeg;base64,/9j/4AAQ=';
  expect(checkPictureUri(uri, 'a page')).toBe(uri);
  expect(() => checkPictureUri('https://example.org/a.png', 'a page')).toThrow(
    'Expected a picture as data:image/png;base64,… or data:image/jpeg;base64,… but received "https://example.org/a.png" (a page).',
  );
});
