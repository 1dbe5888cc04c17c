import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PipelineOption, type PipelineOptions, pipelineCommand, runCommand } from './command.js';
import { ArcfaceError, InterruptedError, UsageError } from './errors.js';

let exitCodeBefore: typeof process.exitCode;

beforeEach(() => {
  exitCodeBefore = process.exitCode;
});

afterEach(() => {
  process.exitCode = exitCodeBefore;
});

interface Outcome {
  readonly exitCode: typeof process.exitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** What the action received; undefined when it did not run. */
  readonly options: PipelineOptions | undefined;
}

/** Runs `train:face` with the given arguments. Commander prints through the streams, not through the console. */
async function run(
  argv: string[],
  settings: {
    reads?: PipelineOption[];
    refuses?: Partial<Record<PipelineOption, string>>;
    action?: () => Promise<void>;
  } = {},
): Promise<Outcome> {
  const { reads = ['epochs', 'resume'], refuses, action = async () => {} } = settings;
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map(stream =>
    vi.spyOn(process[stream], 'write').mockImplementation(chunk => {
      written[stream] += chunk;
      return true;
    }),
  );
  process.exitCode = undefined;
  let options: PipelineOptions | undefined;
  const command = pipelineCommand('train:face', 'Train on faces.', reads, refuses).action(
    async (given: PipelineOptions) => {
      options = given;
      await action();
    },
  );
  try {
    await runCommand(command, argv);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { exitCode: process.exitCode, ...written, options };
}

describe('options', () => {
  it('reach the action by name, numbers as numbers', async () => {
    const argv = ['--data=d', '--config=c', '--name=n', '--epochs=3', '--photos', '64', '--seed=0', '--workers=2'];
    const rest = [
      '--resume=never',
      '--on-nan=skip',
      '--device=cpu',
      '--gpu=1',
      '--checkpoint=runs/face/best',
      '--limit=5',
      '--detector=n.onnx',
      '--images=i',
      '--pairs=p.txt',
      '--folds=5',
      '--face=central',
      '--test=calfw',
      '--save-embeddings=e.npy',
      '--overlap',
      '--init=runs/face/best',
      '--freeze=2',
      '--from=1e-6',
      '--to=0.5',
      '--steps=40',
      '--precision=bfloat16',
    ];
    expect((await run([...argv, ...rest])).options).toEqual({
      data: 'd',
      config: 'c',
      name: 'n',
      epochs: 3,
      photos: 64,
      seed: 0,
      workers: 2,
      resume: 'never',
      onNan: 'skip',
      device: 'cpu',
      gpu: 1,
      checkpoint: 'runs/face/best',
      limit: 5,
      detector: 'n.onnx',
      images: 'i',
      pairs: 'p.txt',
      folds: 5,
      face: 'central',
      test: 'calfw',
      saveEmbeddings: 'e.npy',
      overlap: true,
      init: 'runs/face/best',
      freeze: 2,
      from: 1e-6,
      to: 0.5,
      steps: 40,
      precision: 'bfloat16',
    });
  });

  it('with a value that may be left out are true without it', async () => {
    expect((await run(['--freeze', '--name=n'])).options).toEqual({ freeze: true, name: 'n' });
  });

  it('that were not given are absent, so that a config can tell', async () => {
    expect(await run([])).toEqual({ exitCode: undefined, stdout: '', stderr: '', options: {} });
  });

  it('of other commands are accepted in silence', async () => {
    const outcome = await run(['--checkpoint=runs/face/best', '--limit=5']);
    expect(outcome).toMatchObject({ exitCode: undefined, stdout: '', stderr: '' });
  });
});

describe('wrong usage', () => {
  it('ends with 2 on a misspelt option and suggests the right one', async () => {
    const outcome = await run(['--epoch=3']);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '', options: undefined });
    expect(outcome.stderr).toBe("error: unknown option '--epoch=3'\n(Did you mean --epochs?)\n");
  });

  it('ends with 2 on an option that would do nothing, and says what to do', async () => {
    const refuses = { init: 'Leave it out.', freeze: 'Leave that out.' };
    expect(await run(['--init=runs/face/best'], { refuses })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'UsageError: Expected options that train:face knows but received --init=runs/face/best (command line). Leave it out.\n',
      options: undefined,
    });
    expect((await run(['--freeze'], { refuses })).stderr).toContain(
      'received --freeze (command line). Leave that out.',
    );
    expect(await run(['--epochs=2'], { refuses })).toMatchObject({ exitCode: undefined, options: { epochs: 2 } });
  });

  it('ends with 2 on an argument that is no option', async () => {
    const outcome = await run(['3']);
    expect(outcome).toMatchObject({ exitCode: 2, options: undefined });
    expect(outcome.stderr).toContain('too many arguments');
  });

  it('ends with 2 on a value that is none of the choices, and names them', async () => {
    const outcome = await run(['--resume=maybe']);
    expect(outcome).toMatchObject({ exitCode: 2, options: undefined });
    expect(outcome.stderr).toContain('Allowed choices are auto, never.');
  });

  it.each(['-1', '1.5', 'ten', '', ' ', '1e99', '0x10', 'Infinity'])('ends with 2 on --epochs=%j', async value => {
    const outcome = await run([`--epochs=${value}`]);
    expect(outcome).toMatchObject({ exitCode: 2, options: undefined });
    expect(outcome.stderr).toContain('It must be a whole number, 0 or more.');
  });

  it.each(['0', '-1e-3', 'ten', '', ' ', 'Infinity', '1e999'])('ends with 2 on --from=%j', async value => {
    const outcome = await run([`--from=${value}`]);
    expect(outcome).toMatchObject({ exitCode: 2, options: undefined });
    expect(outcome.stderr).toContain('It must be a number above 0, such as 1e-5.');
  });
});

describe('help', () => {
  it('shows the options that the command reads, and only those', async () => {
    const { exitCode, stdout, options } = await run(['--help']);
    expect({ exitCode, options }).toEqual({ exitCode: 0, options: undefined });
    expect(stdout).toContain('Train on faces.');
    expect(stdout.match(/--[a-z-]+/g)).toEqual(['--epochs', '--resume', '--help']);
  });
});

describe('failures', () => {
  const failWith = (error: unknown) =>
    run([], {
      action: async () => {
        throw error;
      },
    });

  it.each([
    [new ArcfaceError('No data.'), 1, 'ArcfaceError: No data.\n'],
    [new UsageError('No such run.'), 2, 'UsageError: No such run.\n'],
    [new InterruptedError('Saved at step 7.'), 130, 'InterruptedError: Saved at step 7.\n'],
  ])('of ours are printed as their message alone: %s', async (error, exitCode, stderr) => {
    expect(await failWith(error)).toMatchObject({ exitCode, stdout: '', stderr });
  });

  it.skipIf(!existsSync('/dev/full'))('of a full disk say so, whoever wrote to it', async () => {
    const action = () => writeFile('/dev/full', 'more than none');
    expect(await run([], { action })).toMatchObject({
      exitCode: 1,
      stderr:
        'DiskError: Expected room on the disk but received ENOSPC: no space left on device, write (while writing). Make room there, and run again.\n',
    });
  });

  it('of the program are printed with their stack and end with 1', async () => {
    const outcome = await failWith(new TypeError('x is not a function'));
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(/^TypeError: x is not a function\n {4}at .*command\.test\.ts/);
  });

  it('that are no errors are printed too', async () => {
    const outcome = await failWith('disk full');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain('Error: disk full');
  });
});
