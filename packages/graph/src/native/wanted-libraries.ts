import { UsageError } from '@arcface-ts/core';

/** Where TensorFlow's libraries were put beforehand, such as in an image, this variable says which: cpu or gpu. */
const variable = 'ARCFACE_LIBRARIES';

/**
 * Which libraries a set-up takes. Those that a machine was given, whatever device is asked for: the ones for GPUs compute on the CPU too,
 * and an image cannot fetch others. Else those for the device that the options name.
 */
export function wantedLibraries(
  options: { readonly device?: 'auto' | 'cpu' | 'gpu' | undefined; readonly gpu?: number | undefined },
  environment: NodeJS.ProcessEnv = process.env,
): 'auto' | 'cpu' | 'gpu' {
  const given = environment[variable];
  if (given === undefined || given === '') return options.device ?? (options.gpu === undefined ? 'auto' : 'gpu');
  if (given === 'cpu' || given === 'gpu') return given;
  throw UsageError.because({
    expected: 'cpu or gpu',
    received: given,
    place: variable,
    next: 'Unset it to have the libraries fetched that fit --device.',
  });
}
