import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ArcfaceError, UsageError } from './errors.js';
import { explainDiskError } from './files/disk-error.js';

function wholeNumber(text: string): number {
  const value = Number(text);
  // Number('') is 0: `--epochs=$UNSET` must not mean no epochs at all.
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}

function numberAboveZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('It must be a number above 0, such as 1e-5.');
  return value;
}

/**
 * Every option of the pipeline. Nx hands the options of a target on to the targets it depends on, so each command accepts
 * them all, shows and uses those that concern it, and still refuses a misspelt one.
 */
const pipelineOptions = {
  data: {
    flags: '--data <dir>',
    text: 'folder with one folder a data set: celeba/, lfw/, … (default: $ARCFACE_DATA, datasets/)',
  },
  set: {
    flags: '--set <names>',
    text: 'only this set: the name of its folder, or several with commas between (default: celeba and lfw)',
  },
  against: { flags: '--against <name>', text: 'another set that must have no photo in common with it, such as lfw' },
  distance: {
    flags: '--distance <bits>',
    text: 'bits of 64 in which the hashes of near duplicates may differ (default: 4)',
    parse: wholeNumber,
  },
  crop: {
    flags: '--crop <name>',
    text: 'what the crops look like: aligned-112 (default), aligned-64, aligned-128, aligned-160; or frontal-112, faces turned to the front',
  },
  encoding: {
    flags: '--encoding <kind>',
    text: 'how the crops are stored: raw (default, 48 KB each, fast) or jpeg (small)',
    choices: ['raw', 'jpeg'],
  },
  detector: {
    flags: '--detector <which>',
    text: 'what finds the faces: human (default), or the path of an .onnx file of YuNet',
  },
  config: { flags: '--config <name>', text: 'training config by name, or the path of a .js or .mjs file' },
  name: { flags: '--name <run>', text: 'name of the run: its folder under runs/' },
  epochs: { flags: '--epochs <n>', text: "train this many epochs instead of the config's number", parse: wholeNumber },
  // Not --batch-size: Nx keeps every option to itself that begins like one of its own, and `--batch` is one.
  photos: { flags: '--photos <n>', text: 'photos a step: the size of a batch', parse: wholeNumber },
  seed: { flags: '--seed <n>', text: 'seed of weights, order and augmentation', parse: wholeNumber },
  workers: { flags: '--workers <n>', text: 'decoding threads', parse: wholeNumber },
  init: {
    flags: '--init <dir>',
    text: 'begin with the weights of this checkpoint folder, such as runs/face/best; the class head is new unless the classes are the same',
  },
  freeze: {
    flags: '--freeze [epochs]',
    text: 'train the class head alone, for all or for so many epochs; the backbone stays as --init gives it',
    parse: wholeNumber,
  },
  resume: {
    flags: '--resume <when>',
    text: 'auto: go on from the last checkpoint of the same run; never: start anew',
    choices: ['auto', 'never'],
  },
  device: {
    flags: '--device <kind>',
    text: 'auto falls back to the CPU aloud; gpu stops when there is none',
    choices: ['auto', 'cpu', 'gpu'],
  },
  gpu: { flags: '--gpu <n>', text: 'train on the GPU of this number, from 0', parse: wholeNumber },
  precision: {
    flags: '--precision <type>',
    text: "what a training's step computes in: float32; bfloat16, fast on a CPU with AVX-512 BF16; float16 on a GPU (default: the config's)",
    choices: ['float32', 'bfloat16', 'float16'],
  },
  eager: { flags: '--eager', text: 'run op by op instead of as one compiled graph: slower, for debugging' },
  onNan: {
    flags: '--on-nan <what>',
    text: 'a step whose loss, gradient or weights are no finite numbers: stop (default), or skip, up to 20 times',
    choices: ['stop', 'skip'],
  },
  watch: {
    flags: '--watch <set>',
    text: 'also measure on this test set after each validation: lfw; nothing is chosen by it',
    choices: ['lfw'],
  },
  checkpoint: { flags: '--checkpoint <dir>', text: 'checkpoint folder to evaluate (default: the best of the run)' },
  images: { flags: '--images <dir>', text: 'folder that the paths of --pairs start from' },
  pairs: {
    flags: '--pairs <file>',
    text: 'list of pairs: LFW\'s pairs.txt, or lines "path path 1" for one person and "path path 0" for two',
  },
  folds: {
    flags: '--folds <n>',
    text: 'folds to deal a list into that has none of its own (default: 10)',
    parse: wholeNumber,
  },
  face: {
    flags: '--face <which>',
    text: 'the face that is meant on a photo with several: largest (default) or central, as in LFW',
    choices: ['largest', 'central'],
  },
  // Not --set: what prepares the training's photos takes that name for itself.
  test: {
    flags: '--test <name>',
    text: 'verification set: cfp-fp, cfp-ff, agedb_30, calfw, cplfw, or the name of another .bin file of the data root',
  },
  saveEmbeddings: {
    flags: '--save-embeddings <file>',
    text: 'write e(image) + e(mirror image) as FILE.npy, float32 [images, dimension], and the names of its rows as FILE.txt',
  },
  overlap: {
    flags: '--overlap',
    text: 'look for test photos among the training photos even where that takes long (default: up to 30,000 photos)',
  },
  limit: {
    flags: '--limit <n>',
    text: 'use only the first n steps of each epoch: a quick look at whether everything runs',
    parse: wholeNumber,
  },
  from: { flags: '--from <rate>', text: 'learning rate of the first step (default: 1e-5)', parse: numberAboveZero },
  to: { flags: '--to <rate>', text: 'learning rate of the last step (default: 10)', parse: numberAboveZero },
  steps: { flags: '--steps <n>', text: 'steps from one to the other (default: 100)', parse: wholeNumber },
} as const;

export type PipelineOption = keyof typeof pipelineOptions;

export interface PipelineOptions {
  data?: string;
  set?: string;
  against?: string;
  distance?: number;
  crop?: string;
  encoding?: 'raw' | 'jpeg';
  detector?: string;
  config?: string;
  name?: string;
  epochs?: number;
  photos?: number;
  seed?: number;
  workers?: number;
  init?: string;
  /** true: all epochs. */
  freeze?: number | true;
  resume?: 'auto' | 'never';
  device?: 'auto' | 'cpu' | 'gpu';
  gpu?: number;
  precision?: 'float32' | 'bfloat16' | 'float16';
  eager?: boolean;
  onNan?: 'stop' | 'skip';
  watch?: 'lfw';
  checkpoint?: string;
  images?: string;
  pairs?: string;
  folds?: number;
  face?: 'largest' | 'central';
  test?: string;
  saveEmbeddings?: string;
  overlap?: boolean;
  limit?: number;
  from?: number;
  to?: number;
  steps?: number;
}

/**
 * A pipeline command that shows the options it reads in its help, and accepts the others in silence: they are for the targets around it.
 * @param refuses options that nobody around it reads either, so that who gives one expects what will not happen; and what to do instead
 */
export function pipelineCommand(
  name: string,
  description: string,
  reads: readonly PipelineOption[],
  refuses: Readonly<Partial<Record<PipelineOption, string>>> = {},
): Command {
  const command = new Command(name).description(description).helpOption('--help', 'show this help').exitOverride();
  for (const [key, option] of Object.entries(pipelineOptions)) {
    const built = new Option(option.flags, option.text);
    if ('parse' in option) built.argParser(option.parse);
    if ('choices' in option) built.choices(option.choices);
    command.addOption(reads.includes(key as PipelineOption) ? built : built.hideHelp());
  }
  command.hook('preAction', () => {
    const given: PipelineOptions = command.opts();
    for (const [key, next] of Object.entries(refuses)) {
      const value = given[key as PipelineOption];
      if (value === undefined) continue;
      const received = `${pipelineOptions[key as PipelineOption].flags.split(' ', 1)}${value === true ? '' : `=${value}`}`;
      throw UsageError.because({ expected: `options that ${name} knows`, received, place: 'command line', next });
    }
  });
  return command.allowExcessArguments(false);
}

/**
 * Runs a command to its end and sets the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
 * An error of ours is printed as its message; any other one with its stack, since it is a fault of the program.
 */
export async function runCommand(command: Command, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    await command.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // Commander has printed its message, or the help that was asked for (exit code 0).
      process.exitCode = thrown.exitCode === 0 ? 0 : 2;
      return;
    }
    const error = explainDiskError(thrown);
    process.stderr.write(`${error instanceof ArcfaceError ? `${error.name}: ${error.message}` : error.stack}\n`);
    process.exitCode = error instanceof ArcfaceError ? error.exitCode : 1;
  }
}
