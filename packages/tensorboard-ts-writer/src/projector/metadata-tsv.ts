import { type Embedding, embeddingError } from './embedding.js';

/**
 * A line for each vector, its columns between tabs, behind a line of their names where there are several: TensorBoard takes the
 * first line for names when it has a tab, and leaves out lines without text.
 * @throws RangeError when a column has another length than there are vectors, or a text breaks the form
 */
export function metadataTsv(tag: string, metadata: NonNullable<Embedding['metadata']>, count: number): string {
  const columns = isLabels(metadata) ? { label: metadata } : metadata;
  const names = Object.keys(columns);
  if (names.length === 0) throw embeddingError(tag, 'one column or more', 'none', 'Leave the metadata out.');
  for (const [name, texts] of Object.entries(columns)) {
    checkText(tag, name, 'the name of a column');
    if (texts.length !== count) {
      const next = 'Give each vector its text.';
      throw embeddingError(tag, `${count} texts in the column "${name}"`, `${texts.length}`, next);
    }
    texts.forEach((text, index) => {
      checkText(tag, text, `the column "${name}" of vector ${index}`);
    });
  }
  const lines = Array.from({ length: count }, (_, index) => {
    const line = Object.values(columns)
      .map(texts => texts[index])
      .join('\t');
    if (line.trim() !== '') return line;
    throw embeddingError(tag, `a text for vector ${index}`, 'none', 'TensorBoard leaves empty lines out: use a dash.');
  });
  if (names.length > 1) lines.unshift(names.join('\t'));
  return `${lines.join('\n')}\n`;
}

function isLabels(metadata: NonNullable<Embedding['metadata']>): metadata is readonly string[] {
  return Array.isArray(metadata);
}

function checkText(tag: string, text: string, what: string): void {
  if (typeof text === 'string' && !/[\t\n\r]/.test(text)) return;
  const received = typeof text === 'string' ? JSON.stringify(text) : typeof text;
  throw embeddingError(tag, `${what} without tabs and line breaks`, received, 'Replace them by spaces.');
}
