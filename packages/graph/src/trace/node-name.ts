/** A text as a part of a node's name: TensorFlow allows few characters in those, and fewer in front. */
export function nodeName(text: string): string {
  return text.replace(/^[^A-Za-z0-9.]|[^A-Za-z0-9_.-]/g, '.');
}
