import { styleText } from 'node:util';
import type { Task } from './workspace-tasks.js';

/** A text with its width on screen, which its colour codes do not change. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

function pad({ text, width }: Cell, columnWidth: number): string {
  return text + ' '.repeat(columnWidth - width);
}

/** Tasks as aligned columns: name and what it depends on, whether its result is cached, what it does. */
export function taskTable(tasks: readonly Task[], { colour }: { colour: boolean }): string {
  const paint = (style: 'bold' | 'dim' | 'green', text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const rows = tasks.map(({ name, description, dependencies, cached }) => {
    const needs = dependencies.length > 0 ? ` ← ${shortened(name, dependencies).join(', ')}` : '';
    const first: Cell = { text: paint('bold', name) + paint('dim', needs), width: name.length + needs.length };
    return { first, cached: cached ? paint('green', 'cached') : '      ', description };
  });
  const firstWidth = Math.max(0, ...rows.map(({ first }) => first.width));
  return rows.map(row => `${pad(row.first, firstWidth)}  ${row.cached}  ${row.description}\n`).join('');
}

/** Names without the project where it is the task's own. */
function shortened(name: string, dependencies: readonly string[]): string[] {
  const own = name.slice(0, name.indexOf(':') + 1);
  return dependencies.map(dependency => (dependency.startsWith(own) ? dependency.slice(own.length) : dependency));
}
