import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readWholeFile } from './read-whole-file.js';

const notRegular = 'something that is no regular file';

it('reads a file, an empty one too', async () => {
  const path = join(temporaryFolder(), 'file');
  for (const content of ['text', '']) {
    writeFileSync(path, content);
    expect((await readWholeFile(path)).toString()).toBe(content);
  }
});

it('does not wait for a pipe that nobody writes to', async () => {
  const path = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  await expect(readWholeFile(path)).rejects.toThrow(notRegular);
});

it.runIf(existsSync('/dev/zero'))('does not read a device without an end', async () => {
  await expect(readWholeFile('/dev/zero')).rejects.toThrow(notRegular);
});

it("rejects a folder, and with the system's error what is not there", async () => {
  await expect(readWholeFile(temporaryFolder())).rejects.toThrow(notRegular);
  await expect(readWholeFile(join(temporaryFolder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
