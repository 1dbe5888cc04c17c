import type { Stepper } from '../stepper.js';

/** Starts programs that share the work of each step, and are as slow as the slowest of them; their memory adds up. */
export async function startTogether(starts: readonly (() => Promise<Stepper>)[]): Promise<Stepper> {
  const started: Stepper[] = [];
  const kill = (): void => {
    for (const stepper of started) stepper.kill();
  };
  try {
    for (const start of starts) started.push(await start());
  } catch (error) {
    kill();
    throw error;
  }
  return {
    step: async () => Math.max(...(await Promise.all(started.map(stepper => stepper.step())))),
    close: async () => {
      const ends = await Promise.all(started.map(stepper => stepper.close()));
      return { peakRssMiB: ends.reduce((sum, { peakRssMiB }) => sum + peakRssMiB, 0) };
    },
    kill,
  };
}
