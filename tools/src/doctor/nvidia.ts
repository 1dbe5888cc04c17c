import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flavourFor, hasNvidiaDriver, inspectNative } from '@arcface-ts/graph';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

/** Whether /proc/bus/pci/devices lists a device of NVIDIA, whose vendor number is 10de. */
export function listsNvidiaDevice(pciDevices: string): boolean {
  return /^[0-9a-f]+\s+10de/im.test(pciDevices);
}

/** nvidia-smi's list of GPUs, or why there is none. */
export async function examineDriver(): Promise<Diagnosis> {
  if (!hasNvidiaDriver()) {
    const devices = await readFile('/proc/bus/pci/devices', 'utf8').catch(() => '');
    return listsNvidiaDevice(devices)
      ? {
          state: 'note',
          detail: 'an NVIDIA device, but no driver: TensorFlow uses the CPU',
          fix: 'ubuntu-drivers install   # in a container: docker run --gpus all',
        }
      : { state: 'ok', detail: 'no NVIDIA GPU: TensorFlow uses the CPU' };
  }
  const columns = 'index,name,driver_version,memory.total';
  const answer = await askProgram('nvidia-smi', [`--query-gpu=${columns}`, '--format=csv,noheader']);
  if (answer.answered) return { state: 'ok', detail: answer.stdout.split('\n').join('; ') };
  return {
    state: 'note',
    detail: `a driver is there, but nvidia-smi says: ${answer.stderr || answer.reason}`,
    fix: 'nvidia-smi   # after an update of the driver: restart the machine',
  };
}

/** The CUDA libraries that were fetched beside TensorFlow: none of the system's are used. */
export async function examineCuda(workspace: string): Promise<Diagnosis> {
  const found = inspectNative(workspace);
  const fetchGpu = 'npx nx run graph:native --device=gpu';
  if ('missing' in found) {
    const wanted = hasNvidiaDriver() && flavourFor('auto').device === 'gpu';
    return { state: 'ok', detail: wanted ? 'graph:native will fetch them' : 'not needed without a GPU' };
  }
  const { device, libraries } = found.record;
  if (device === 'cpu') {
    return hasNvidiaDriver()
      ? { state: 'note', detail: 'a GPU is there, but TensorFlow was fetched for the CPU', fix: fetchGpu }
      : { state: 'ok', detail: 'not needed without a GPU' };
  }
  const folder = join(libraries, 'nvidia');
  if (!existsSync(folder))
    return { state: 'fault', detail: `${folder} does not exist`, fix: `rm -r ${libraries} && ${fetchGpu}` };
  return { state: 'ok', detail: `${(await readdir(folder)).sort().join(', ')} in ${folder}` };
}
