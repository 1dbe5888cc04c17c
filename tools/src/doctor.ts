import { runCommand } from '@arcface-ts/core';
import { inspectNative } from '@arcface-ts/graph';
import { Command } from 'commander';
import { dataSetChecks } from './doctor/data-sets.js';
import { examineDisk, userCacheFolder } from './doctor/disk.js';
import type { Check } from './doctor/finding.js';
import { examineFonts } from './doctor/fonts.js';
import { examineMemory, examineProcessor, examineSystem } from './doctor/machine.js';
import { examineBinding, examineTensorflow } from './doctor/native.js';
import { examineNode, examineNpm, examineNx } from './doctor/node.js';
import { examineCuda, examineDriver } from './doctor/nvidia.js';
import { examineContainers, examineTensorboard } from './doctor/optional-tools.js';
import { examineDecoder } from './doctor/photos.js';
import { doctorReport } from './doctor/report.js';
import { runChecks } from './doctor/run-checks.js';
import { examineCompiler, examinePip, examinePython } from './doctor/toolchain.js';
import { workspaceFolder as workspace } from './workspace-folder.js';

function checksOf(data: string | undefined): Check[] {
  const built = 'record' in inspectNative(workspace);
  return [
    { name: 'node', examine: () => examineNode(workspace) },
    { name: 'npm', examine: examineNpm },
    { name: 'nx', examine: () => examineNx(workspace) },
    { name: 'system', examine: examineSystem },
    { name: 'processor', examine: examineProcessor },
    { name: 'memory', examine: examineMemory },
    { name: 'disk: workspace', examine: () => examineDisk(workspace) },
    { name: 'disk: user cache', examine: () => examineDisk(userCacheFolder()) },
    { name: 'python', examine: () => examinePython(built) },
    { name: 'pip', examine: () => examinePip(built) },
    { name: 'C++ compiler', examine: () => examineCompiler(built) },
    { name: 'native binding', examine: () => examineBinding(workspace) },
    { name: 'tensorflow', examine: () => examineTensorflow(workspace) },
    { name: 'nvidia driver', examine: examineDriver },
    { name: 'cuda libraries', examine: () => examineCuda(workspace) },
    { name: 'image decoder', examine: () => examineDecoder(workspace) },
    { name: 'fonts', examine: () => examineFonts(workspace) },
    ...dataSetChecks({ workspace, ...(data === undefined ? {} : { data }) }),
    { name: 'containers', examine: examineContainers },
    { name: 'tensorboard', examine: () => examineTensorboard(workspace) },
  ];
}

const command = new Command('tools:doctor')
  .description('Say what is installed, what is missing, and the command that mends it.')
  .option('--data <dir>', 'folder with one folder a data set: celeba/, lfw/, … (default: $ARCFACE_DATA, datasets/)')
  .option('--json', 'write { ok, findings: [{ name, state, detail, fix? }] }')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ data, json }: { data?: string; json?: true }) => {
    const findings = await runChecks(checksOf(data));
    const ok = findings.every(({ state }) => state !== 'fault');
    process.stdout.write(
      json
        ? `${JSON.stringify({ ok, findings }, null, 2)}\n`
        : doctorReport(findings, { colour: process.stdout.isTTY && process.stdout.hasColors() }),
    );
    if (!ok) process.exitCode = 1;
  });

await runCommand(command);
