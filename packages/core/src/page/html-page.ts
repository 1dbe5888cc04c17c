import { ShapeError } from '../errors.js';
import { html, type Markup } from './markup.js';
import { pageStyle } from './page-style.js';

/**
 * A page in one file that loads and runs nothing: its content security policy allows its own style and the pictures that it
 * carries itself.
 *
 * @param options.style rules besides those that all pages share   @param options.body what stands in `main`
 */
export function htmlPage({ title, style, body }: { title: string; style: Markup; body: Markup }): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
  return page.text;
}

/** Throws a ShapeError unless the address of a picture is the picture itself, a data URI of a PNG or JPEG. */
export function checkPictureUri(uri: string, place: string): string {
  if (/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/.test(uri)) return uri;
  throw ShapeError.because({
    expected: 'a picture as data:image/png;base64,… or data:image/jpeg;base64,…',
    received: JSON.stringify(uri.slice(0, 40)),
    place,
    next: 'The page is one file that loads nothing: give the picture itself, not its address.',
  });
}
