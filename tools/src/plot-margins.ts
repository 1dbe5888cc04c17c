import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { runCommand, writeFileAtomic } from '@arcface-ts/core';
import { pngFromSvg } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { Command } from 'commander';
import { drawMarginChart } from './plots/margin-chart.js';
import { marginCurves, marginNotes } from './plots/margin-curves.js';
import { workspaceFolder } from './workspace-folder.js';

const defaultOut = join('.cache', 'plots', 'margins');

const command = new Command('losses:plot')
  .description("Draw every margin's target logit against the angle, as SVG and PNG.")
  .option('--out <path>', 'where to write: the path of both files without .svg and .png', defaultOut)
  .helpOption('--help', 'show this help')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ out }: { readonly out: string }) => {
    startTensorflow({ device: 'cpu' });
    const path = resolve(workspaceFolder, out.replace(/\.(svg|png)$/i, ''));
    const svg = await drawMarginChart(marginCurves(), marginNotes);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(`${path}.svg`, svg);
    await writeFileAtomic(`${path}.png`, await pngFromSvg(svg, { zoom: 2 }));
    process.stdout.write(`${path}.svg\n${path}.png\n`);
  });

await runCommand(command);
