import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { flavourFor } from '@arcface-ts/graph';
import { satisfies } from 'semver';
import type { Diagnosis } from './finding.js';

const glibcNeeded = '2.27'; // TensorFlow's wheels are manylinux_2_27.
const memoryWantedGiB = 4; // A machine that swaps trains many times slower than a smaller batch does.

/**
 * Throws an ArcfaceError on a platform that TensorFlow ships no C API for.
 * @param glibc version of glibc, or undefined where the C library is another one
 */
export function diagnoseSystem(machine: string, glibc: string | undefined): Diagnosis {
  // Throws, with the next step, on a machine that TensorFlow has no libraries for.
  flavourFor('cpu', machine);
  if (!machine.startsWith('linux')) return { state: 'ok', detail: machine };
  const docker = 'Use the Docker image: npx nx run docker:build';
  if (glibc === undefined) {
    return { state: 'fault', detail: `${machine} without glibc (musl?): TensorFlow needs ${glibcNeeded}`, fix: docker };
  }
  if (!satisfies(`${glibc}.0`, `>=${glibcNeeded}.0`)) {
    return { state: 'fault', detail: `${machine}, glibc ${glibc}: TensorFlow needs ${glibcNeeded}`, fix: docker };
  }
  return { state: 'ok', detail: `${machine}, glibc ${glibc}` };
}

export function examineSystem(): Diagnosis {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  const diagnosis = diagnoseSystem(`${process.platform}-${process.arch}`, header.glibcVersionRuntime);
  return { ...diagnosis, detail: `${type()} ${release()}, ${diagnosis.detail}` };
}

export interface Processor {
  readonly model: string;
  readonly arch: string;
  readonly cores: number;
  /** What /proc/cpuinfo lists; undefined where there is no such file. */
  readonly flags: ReadonlySet<string> | undefined;
}

export function diagnoseProcessor({ model, arch, cores, flags }: Processor): Diagnosis {
  const detail = `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  if (arch !== 'x64' || flags === undefined) return { state: 'ok', detail };
  const vectors = ['avx', 'avx2', 'avx512f'].map(flag => `${flags.has(flag) ? '' : 'no '}${flag}`).join(', ');
  return flags.has('avx')
    ? { state: 'ok', detail: `${detail}; ${vectors}` }
    : {
        state: 'fault',
        detail: `${detail}; ${vectors}: TensorFlow needs AVX`,
        fix: 'Use another machine; in a virtual one, let its processor be that of the host (QEMU: -cpu host).',
      };
}

/** The flags of the first processor in the text of /proc/cpuinfo. */
export function cpuFlags(cpuinfo: string): ReadonlySet<string> | undefined {
  const flags = /^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1];
  return flags === undefined ? undefined : new Set(flags.split(' '));
}

export async function examineProcessor(): Promise<Diagnosis> {
  const cpuinfo = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  return diagnoseProcessor({ model, arch: process.arch, cores: availableParallelism(), flags: cpuFlags(cpuinfo) });
}

export function diagnoseMemory(bytes: number): Diagnosis {
  const gib = bytes / 2 ** 30;
  const detail = `${gib.toFixed(1)} GiB`;
  return gib >= memoryWantedGiB
    ? { state: 'ok', detail }
    : {
        state: 'note',
        detail: `${detail}: training wants ${memoryWantedGiB} GiB`,
        fix: 'npx nx run train:face --photos=32',
      };
}

/** The memory that this process may use: a container may have less than its machine. */
export function examineMemory(): Diagnosis {
  // Newer Node answers 0, older one a number beyond the machine's memory, when there is no limit.
  const limit = process.constrainedMemory();
  return diagnoseMemory(limit > 0 ? Math.min(limit, totalmem()) : totalmem());
}
