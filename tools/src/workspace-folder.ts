import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `nx.json`, seen from `tools/src` and from `tools/dist` alike. */
export const workspaceFolder = resolve(fileURLToPath(new URL('../../', import.meta.url)));
