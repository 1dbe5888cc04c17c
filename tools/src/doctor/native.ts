import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addonFile, bindingFile, inspectNative, type SelfCheck, selfCheckMarker } from '@arcface-ts/graph';
import { askProgram } from './ask-program.js';
import type { Diagnosis } from './finding.js';

const prepare = 'npx nx run graph:native';

export function examineBinding(workspace: string): Diagnosis {
  const found = inspectNative(workspace);
  if ('missing' in found) return { state: 'fault', detail: found.missing, fix: prepare };
  const { device, platform, tfjs, compiler } = found.record;
  return { state: 'ok', detail: `built for ${device} on ${platform}, tfjs-node ${tfjs}, ${compiler}` };
}

/** The self check's result among whatever else the process printed. */
export function parseSelfCheck(stdout: string): SelfCheck | undefined {
  const line = stdout.split('\n').find(text => text.startsWith(selfCheckMarker));
  return line === undefined ? undefined : (JSON.parse(line.slice(selfCheckMarker.length)) as SelfCheck);
}

/** @param device what the binding was built for */
export function diagnoseSelfCheck({ tensorflow, devices }: SelfCheck, device: 'cpu' | 'gpu'): Diagnosis {
  const detail = `${tensorflow} computes; devices: ${devices.join(', ')}`;
  if (device === 'cpu' || devices.some(name => name.startsWith('GPU'))) return { state: 'ok', detail };
  return { state: 'note', detail: `${detail}, though it was built for a GPU: "cuda libraries" below says why` };
}

/** Loads the binding in a process of its own, so that a library that ends its process does not end this one. */
export async function examineTensorflow(workspace: string): Promise<Diagnosis> {
  const found = inspectNative(workspace);
  if ('missing' in found) return { state: 'fault', detail: 'not there yet', fix: prepare };
  const script = join(workspace, 'packages', 'graph', 'dist', 'commands', 'self-check.js');
  if (!existsSync(script)) return { state: 'fault', detail: `${script} is not built`, fix: 'npx nx run graph:build' };
  const answer = await askProgram(process.execPath, [script, bindingFile(workspace), addonFile(workspace)], {
    timeoutMs: 120_000,
  });
  const check = answer.answered ? parseSelfCheck(answer.stdout) : undefined;
  if (check) return diagnoseSelfCheck(check, found.record.device);
  const reason = answer.answered ? 'it printed no result' : `${answer.reason}\n${answer.stderr}`.trim();
  return { state: 'fault', detail: `the self check failed: ${reason}`, fix: `rm -r .cache/native && ${prepare}` };
}
