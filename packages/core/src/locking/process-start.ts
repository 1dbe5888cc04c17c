import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * When a process began: ticks since the boot on Linux, a date elsewhere. A pid is given again, a pid with its start is not.
 * Undefined where no such process runs; one that has ended and was not waited for does not.
 */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      const date = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
      return String(date).trim();
    }
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in parentheses, which may hold anything: the third, the state, comes after the last of them.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[22 - 3];
  } catch {
    return undefined;
  }
}

/** Names that within which pids mean something: a machine since its last start, and in it a container. */
export function pidSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
