/** The node that an input names: `name` is short for `name:0`, its first output. */
export function nodeName(input: string): string {
  return input.split(':')[0] as string;
}

/** Text attributes are stored in base64. */
export function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
