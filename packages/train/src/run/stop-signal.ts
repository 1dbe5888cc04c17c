/** Says whether someone asked the process to stop. */
export interface StopSignal {
  readonly requested: boolean;
  release(): void;
}

/**
 * Turns the first SIGINT or SIGTERM into a request that the training loop sees after its step; a second one ends the process
 * at once, as it would have without us.
 */
export function listenForStop(say: (text: string) => void): StopSignal {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let requested = false;
  const onSignal = (): void => {
    requested = true;
    say('stopping after this step; the state is saved. Once more stops at once.');
    release();
  };
  const release = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    get requested() {
      return requested;
    },
    release,
  };
}
