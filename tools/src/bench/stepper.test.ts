import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { startStepper } from './stepper.js';

const node = (code: string, limitMs?: number) =>
  startStepper(process.execPath, ['--eval', code], limitMs === undefined ? {} : { limitMs });

const ready = 'console.log(JSON.stringify({ ready: true }));';

it('speaks the protocol of the Python programs', async () => {
  const code = [
    'import argparse, time',
    'from turns import add_turn_options, peak_rss_mib, print_line, take_turns',
    'parser = argparse.ArgumentParser()',
    'add_turn_options(parser)',
    'steps = take_turns(lambda: time.sleep(0.02), parser.parse_args(["--interactive"]))',
    'print_line({"stepMs": steps, "peakRssMiB": peak_rss_mib()})',
  ];
  const stepper = await startStepper('python3', ['-B', '-c', code.join('\n')], {
    environment: { PYTHONPATH: join(workspaceFolder, 'bench', 'pytorch') },
  });
  const stepMs = [await stepper.step(), await stepper.step()];
  const { peakRssMiB } = await stepper.close();
  expect(Math.min(...stepMs)).toBeGreaterThanOrEqual(20);
  expect(peakRssMiB).toBeGreaterThan(1);
});

it('tells why a program ended before its first step', async () => {
  const failing = node("process.stderr.write('x'.repeat(100_000) + '\\n'); throw new RangeError('no such precision')");
  await expect(failing).rejects.toThrow(
    'Expected an answer but received its end with exit code 1: RangeError: no such precision (',
  );
});

it('tells why a program ended in the middle of a step', async () => {
  const stepper = await node(`${ready} process.stdin.once('data', () => process.kill(process.pid, 'SIGTERM'))`);
  await expect(stepper.step()).rejects.toThrow('received its end by SIGTERM (');
});

it('tells of a program that cannot be started', async () => {
  await expect(startStepper('no-such-python', [])).rejects.toThrow('spawn no-such-python ENOENT (no-such-python).');
});

it('ends a program that takes too long', async () => {
  await expect(node('setInterval(() => {}, 1000)', 300)).rejects.toThrow('received none in 0.3 s (');
});

it('refuses an answer to another question', async () => {
  const stepper = await node(`${ready} process.stdin.on('data', () => console.log('{"seconds":1}'))`);
  await expect(stepper.step()).rejects.toThrow('Expected a line of JSON with ms but received {"seconds":1}');
  stepper.kill();
});
