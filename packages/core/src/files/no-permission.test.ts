import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';

const nobody = 65_534;

/** Writes a file as somebody who may do nothing here; root would be allowed everything. */
function writeAsNobody(path: string): string {
  const core = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  // What is loaded first may lie in a folder that only its owner enters, as a temporary clone does.
  const program = `import { runCommand, writeFileAtomic } from ${JSON.stringify(core)};
    if (process.getuid?.() === 0) process.setgroups([]), process.setgid(${nobody}), process.setuid(${nobody});
    await runCommand({ parseAsync: () => writeFileAtomic(${JSON.stringify(path)}, 'new') });`;
  const { stderr, error } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  return error?.message ?? stderr;
}

it.each(['report.html', 'new/report.html'])('%s in a folder of somebody else is named, and nothing changes', name => {
  const folder = join(temporaryFolder(), 'run');
  mkdirSync(folder);
  writeFileSync(join(folder, 'report.html'), 'old');
  chmodSync(join(folder, '..'), 0o755);
  chmodSync(folder, 0o555);
  expect(writeAsNobody(join(folder, name))).toMatch(
    /^DiskError: Expected permission but received EACCES: permission denied, .* \(\/.*run\/.*\)\. Run as the owner of the folder, or give the permission\.\n$/,
  );
  expect(readdirSync(folder)).toEqual(['report.html']);
  chmodSync(folder, 0o755);
});
