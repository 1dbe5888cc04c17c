import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cudaVersion,
  cudnnVersion,
  explainGpu,
  flavourFor,
  type GpuReport,
  hasNvidiaDriver,
  inspectNative,
  readGpuReport,
} from '@arcface-ts/graph';
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

/** What keeps TensorFlow from a GPU by what driver and libraries say, or their versions when all fits. */
export function diagnoseCuda(report: GpuReport): Diagnosis {
  const problem = explainGpu(report);
  if (problem !== undefined) {
    return { state: 'note', detail: `TensorFlow uses the CPU: ${problem.reason}`, fix: problem.next };
  }
  const { driver, libraries } = report;
  const version = (name: string): number | undefined =>
    libraries.find(library => library.name.startsWith(`${name}.`))?.version ?? undefined;
  const [cudart, cudnn] = [version('libcudart'), version('libcudnn')];
  const versions = [
    `driver ${driver.module ?? 'of this machine'}${driver.cuda == null ? '' : ` for CUDA ${cudaVersion(driver.cuda)}`}`,
    ...(cudart === undefined ? [] : [`CUDA ${cudaVersion(cudart)}`]),
    ...(cudnn === undefined ? [] : [`cuDNN ${cudnnVersion(cudnn)}`]),
  ];
  const cards = driver.devices?.map(({ name, capability }, number) => `${number}: ${name}, ${capability.join('.')}`);
  return { state: 'ok', detail: `${versions.join(', ')}; ${cards?.join('; ')}` };
}

/** The CUDA libraries that were fetched beside TensorFlow, and whether they and the driver fit each other. */
export function examineCuda(workspace: string): Diagnosis {
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
  const report = readGpuReport(libraries);
  return 'failure' in report ? { state: 'note', detail: report.failure, fix: 'nvidia-smi' } : diagnoseCuda(report);
}
