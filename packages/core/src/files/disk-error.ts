import { ArcfaceError, asError, explain } from '../errors.js';

/** The disk does not take what is written to it: it is full, or not to be written to. What was there before is as it was. */
export class DiskError extends ArcfaceError {
  override name = 'DiskError';

  /** Whether less would have been taken. */
  get isFull(): boolean {
    return ['ENOSPC', 'EDQUOT'].includes((this.cause as NodeJS.ErrnoException).code ?? '');
  }
}

const faults: Readonly<Record<string, { readonly expected: string; readonly next: string }>> = {
  ENOSPC: { expected: 'room on the disk', next: 'Make room there, and run again.' },
  EDQUOT: { expected: 'room in the quota', next: 'Make room there, and run again.' },
  EFBIG: { expected: 'a file no larger than may be written', next: 'Raise the limit (ulimit -f), and run again.' },
  EROFS: { expected: 'a disk that is not read-only', next: 'Name or mount one that can be written to.' },
  EACCES: { expected: 'permission', next: 'Run as the owner of the folder, or give the permission.' },
  EPERM: { expected: 'permission', next: 'Run as the owner of the folder, or give the permission.' },
};

/** An error of the system as a DiskError where it is one of the disk; any other one as it is. @param path where the system does not say it */
export function explainDiskError(thrown: unknown, path = 'while writing'): Error {
  const error = asError(thrown) as NodeJS.ErrnoException;
  const fault = faults[error.code ?? ''];
  if (fault === undefined) return error;
  const { expected, next } = fault;
  // An event file's error explains itself; its cause is the system's.
  const { message } = error.cause instanceof Error ? error.cause : error;
  return new DiskError(explain({ expected, received: message, place: error.path ?? path, next }), {
    cause: error,
  });
}
