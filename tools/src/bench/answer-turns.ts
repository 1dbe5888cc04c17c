const warmupSteps = 3;

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/**
 * The program's side of a stepper, with the protocol of bench/pytorch/turns.py: after the warm-up it prints {"ready":true},
 * then runs one step for each line `step` of its input and answers {"ms":…}; at the end of the input it prints its peak memory.
 */
export async function answerTurns(step: () => Promise<void>): Promise<void> {
  for (let i = 0; i < warmupSteps; i++) await step();
  print({ ready: true });
  process.stdin.setEncoding('utf8');
  for await (const text of process.stdin) {
    for (const _ of (text as string).trimEnd().split('\n')) {
      const startMs = performance.now();
      await step();
      print({ ms: performance.now() - startMs });
    }
  }
  print({ peakRssMiB: process.resourceUsage().maxRSS / 1024 });
}
