import { InvalidArgumentError } from 'commander';

/**
 * The parser of an option that picks items by name, separated by commas, and can be given again. The items come back in
 * their own order, each once. Throws commander's InvalidArgumentError, with the names there are, on any other name.
 */
export function namedAmong<Item extends { readonly name: string }>(
  items: readonly Item[],
): (text: string, picked?: readonly Item[]) => Item[] {
  return (text, picked = []) => {
    const names = text.split(',');
    const unknown = names.find(name => !items.some(item => item.name === name));
    if (unknown !== undefined) {
      const choices = items.map(({ name }) => name).join(', ');
      throw new InvalidArgumentError(`Allowed choices are ${choices}; ${JSON.stringify(unknown)} is none of them.`);
    }
    return items.filter(item => picked.includes(item) || names.includes(item.name));
  };
}
