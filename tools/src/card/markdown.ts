/** Text from elsewhere, such as the name of a photo, so that it is shown as it is and forms no Markdown or HTML. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*[\]<>|]/g, '\\$&')
    .replaceAll('_', '\\_')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** Text in the letters of code; a hash, a path, a name. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** A table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

/** Blocks with an empty line between; those that are undefined are left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n\n');
}
