/** The parts of a message: what must hold, what was found, where, and what to do about it. */
interface Explanation {
  readonly expected: string;
  readonly received: string;
  readonly place: string;
  readonly next: string;
}

/** `Expected … but received … (place). Next step.` */
export function explain({ expected, received, place, next }: Explanation): string {
  return `Expected ${expected} but received ${received} (${place}). ${next}`;
}

/** An event file could not be opened, written or closed; `cause` is the system's error. */
export class EventWriteError extends Error {
  override name = 'EventWriteError';
  readonly path: string;
  /** The system's code, such as `ENOSPC`, where it gave one. */
  readonly code: string | undefined;

  constructor(path: string, expected: string, cause: unknown, next: string) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(explain({ expected, received: message ?? String(cause), place: path, next }), { cause });
    this.path = path;
    this.code = code;
  }
}

/** A record file does not say what its framing says it must. */
export class RecordError extends Error {
  override name = 'RecordError';
  readonly path: string;
  /** Byte at which the faulty record starts; every record before it is whole. */
  readonly offset: number;
  /** `torn`: the file ends inside the record, as after a crash. `damaged`: a checksum does not fit. */
  readonly fault: 'torn' | 'damaged';

  constructor(path: string, offset: number, fault: 'torn' | 'damaged', explanation: Omit<Explanation, 'place'>) {
    super(explain({ ...explanation, place: `${path}, byte ${offset}` }));
    this.path = path;
    this.offset = offset;
    this.fault = fault;
  }
}
