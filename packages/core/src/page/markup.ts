/** HTML that is ready to be put into a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Markup | readonly Content[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return String(content).replace(/[&<>"']/g, character => escapes[character] as string);
}

/**
 * A template of HTML: whatever is filled in is text and is escaped, for elements and for quoted attributes, unless it is
 * Markup itself. What must not be escaped has to be said to be Markup, so that nothing is forgotten.
 */
export function html(literals: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(literals.map((literal, index) => literal + textOf(contents[index] ?? '')).join(''));
}
