import type { BenchRow } from '@arcface-ts/core';
import { startOurProduct, startPytorchProduct, takingTurns } from './bench-programs.js';
import { takeTurns } from './take-turns.js';

const side = 1024;
/** Products a turn: long enough that neither the clock nor the call counts. */
const repeats = 16;

/** The matrix peak of the machine, ours through TensorFlow: what a step reaches of it says how much it waits for memory. */
export async function productRow(python: string, rounds: number, say: (line: string) => void): Promise<BenchRow> {
  say(`matrix product ${side}×${side}×${side}: TensorFlow against PyTorch, ${rounds} rounds`);
  const { ours, theirs } = await takeTurns(
    () => startOurProduct(side, repeats),
    () => startPytorchProduct(python, side, repeats, takingTurns),
    rounds,
  );
  const gigaflopsPerSecond = (ms: number) => (2 * side ** 3 * repeats) / ms / 1e6;
  return {
    name: `matrix product ${side}×${side}×${side}`,
    ours: gigaflopsPerSecond(ours.medianMs),
    opponent: gigaflopsPerSecond(theirs.medianMs),
    opponentName: 'PyTorch',
    unit: 'GFLOP/s',
    ratio: theirs.medianMs / ours.medianMs,
    precision: 'float32',
  };
}
