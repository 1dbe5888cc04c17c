import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { ArcfaceError } from '../errors.js';
import { RandomStream } from '../random-stream.js';

/** Damaged files a format in a test; PROPERTY_RUNS sets another number, 100,000 for the long form. */
const defaultRuns = 200;

/** Processor time for a file of some kilobytes, in seconds: the clock says little on a busy machine. */
const mostSeconds = 1;

/** Address space that reading such a file may add, on Linux. What a length in it claims is far above. */
const mostBytes = 512 * 2 ** 20;

/** Lengths, counts and offsets at which readers go wrong. */
const numbers = [0n, 1n, 7n, 8n, 15n, 16n, 31n, 32n, 40n, 63n, 64n].flatMap(bits => [2n ** bits, 2n ** bits - 1n]);

/** What readers of text go wrong at. */
const words = ['', '\0', '\n', '"', '\\', '-1', '1e999', 'null', '[]', '{}', '__proto__', '\xef\xbb\xbf', '../'];

export interface DamagedFiles {
  /** What the files are; also the seed of the damage. */
  readonly format: string;
  /** Valid files, of some kilobytes at most. */
  readonly valid: readonly Uint8Array[];
  /** Reads a file, or throws. */
  readonly read: (bytes: Uint8Array) => unknown;
  /** What every fault's message says: the file's name. */
  readonly names: string;
  /** Classes of the faults that are meant; by default ArcfaceError and what extends it. */
  readonly faults?: readonly (new (
    ...values: never[]
  ) => Error)[];
}

/**
 * Reads valid files, and then many that are damaged in one to four places.
 * Throws for a valid file that is refused, for a damaged one at which anything but a fault that is meant is thrown, for a fault that does
 * not name the file, and for one that takes more than a second or half a gibibyte.
 * @returns how many of the damaged files were read and refused
 */
export async function readDamaged(options: DamagedFiles): Promise<{ read: number; refused: number }> {
  const { format, valid, read } = options;
  const runs = Number(process.env['PROPERTY_RUNS'] ?? defaultRuns);
  // Several times: threads that start, and what they reserve, are not the damage's.
  for (let turn = 0; turn < 4; turn++) for (const bytes of valid) await read(bytes);
  const startedMs = performance.now();
  let refused = 0;
  let slowest = 0;
  for (let run = 0; run < runs; run++) {
    const bytes = damaged(valid, RandomStream.fromSeed(format).split(run));
    const peak = peakBytes();
    const cpu = process.cpuUsage();
    const fault = await faultOf(() => read(bytes));
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (user + system) / 1e6;
    slowest = Math.max(slowest, seconds);
    const problem = problemOf(fault, options) ?? costOf(seconds, peakBytes() - peak);
    if (problem !== undefined) throw new Error(`${format}, damaged file ${run}: ${problem}`, { cause: fault });
    if (fault !== undefined) refused++;
  }
  if (process.env['PROPERTY_RUNS']) {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    process.stderr.write(
      `${format}: ${runs} damaged files, ${refused} refused, ${seconds} s, slowest ${slowest.toFixed(3)} s\n`,
    );
  }
  return { read: runs - refused, refused };
}

async function faultOf(read: () => unknown): Promise<unknown> {
  try {
    await read();
    return undefined;
  } catch (thrown) {
    return thrown ?? new Error('nothing was thrown, but thrown it was');
  }
}

function problemOf(fault: unknown, { names, faults = [ArcfaceError] }: DamagedFiles): string | undefined {
  if (fault === undefined) return undefined;
  if (!faults.some(kind => fault instanceof kind)) return `it threw ${fault}`;
  const { message } = fault as Error;
  return message.includes(names) ? undefined : `the message does not name ${names}: ${message}`;
}

function costOf(seconds: number, bytes: number): string | undefined {
  if (seconds > mostSeconds) return `it took ${seconds} s`;
  return bytes > mostBytes ? `it took ${bytes} bytes` : undefined;
}

/** The most address space that this process has had; 0 where the system does not say. */
function peakBytes(): number {
  if (platform() !== 'linux') return 0;
  return Number(/VmPeak:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024;
}

/** One of the files with one to four changes. */
export function damaged(valid: readonly Uint8Array[], random: RandomStream): Buffer {
  let bytes: Buffer = Buffer.from(random.pick(valid));
  for (let changes = 1 + random.below(4); changes > 0; changes--) bytes = changed(bytes, random.pick(valid), random);
  return bytes;
}

function changed(bytes: Buffer, other: Uint8Array, random: RandomStream): Buffer {
  if (bytes.length === 0) return Buffer.from(other);
  const at = random.below(bytes.length);
  switch (random.below(7)) {
    case 0: {
      bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
      return bytes;
    }
    case 1: {
      bytes[at] = random.below(256);
      return bytes;
    }
    case 2:
      return replaced(bytes, at, numberBytes(bytes.length, random), true);
    case 3:
      return bytes.subarray(0, at);
    case 4:
      return replaced(bytes, at, Buffer.from(random.pick(words).repeat(1 + random.below(3)), 'latin1'), false);
    case 5:
      return replaced(bytes, at, stretch(bytes, random), random.chance(0.5));
    default:
      return replaced(bytes, at, stretch(other, random), random.chance(0.5));
  }
}

/** Puts a piece into the bytes, in place of as many or between them. */
function replaced(bytes: Buffer, at: number, piece: Uint8Array, over: boolean): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(over ? at + piece.length : at)]);
}

/** An integer of 1, 2, 4 or 8 bytes: one of those at which readers go wrong, or near the size of the file. */
function numberBytes(size: number, random: RandomStream): Buffer {
  const value = random.chance(0.2) ? BigInt(size + random.below(33) - 16) : random.pick(numbers);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  const word = bytes.subarray(0, random.pick([1, 2, 4, 8]));
  return random.chance(0.5) ? word : word.reverse();
}

/** Up to 64 bytes from anywhere in a file. */
function stretch(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const from = random.below(bytes.length);
  return bytes.subarray(from, from + 1 + random.below(64));
}
