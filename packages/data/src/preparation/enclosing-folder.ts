import { lstatSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/** A folder that files must lie in, wherever the links on the way to them lead. */
export class EnclosingFolder {
  readonly #root: string;
  #realRoot: string | undefined;
  /** What was found of folders: files are many, their folders few. */
  readonly #folders = new Map<string, boolean>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether a file that is there lies in the folder. */
  encloses(path: string): boolean {
    const folder = dirname(path);
    let inside = this.#folders.get(folder);
    if (inside === undefined) {
      inside = this.#holds(folder);
      this.#folders.set(folder, inside);
    }
    return inside && (!lstatSync(path).isSymbolicLink() || this.#holds(path));
  }

  #holds(path: string): boolean {
    this.#realRoot ??= withSeparator(realpathSync(this.#root));
    return withSeparator(realpathSync(path)).startsWith(this.#realRoot);
  }
}

function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : path + sep;
}
