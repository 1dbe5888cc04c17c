import cliProgress from 'cli-progress';

export interface ProgressDisplay {
  /** @param text what a person wants to see beside the number */
  update(done: number, text: string): void;
  /** Prints a line of its own above the bar. */
  say(text: string): void;
  stop(): void;
}

const secondsBetweenLines = 5;

export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const padded = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}

/** A bar on a terminal; elsewhere one plain line every few seconds, so that a log stays readable. */
export function progressDisplay(total: number, output: NodeJS.WriteStream = process.stdout): ProgressDisplay {
  return output.isTTY ? bar(total, output) : lines(total, output);
}

function bar(total: number, output: NodeJS.WriteStream): ProgressDisplay {
  const display = new cliProgress.SingleBar(
    { format: '{bar} {value}/{total} · {text}', stream: output, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  display.start(total, 0, { text: 'starting' });
  return {
    update: (done, text) => display.update(done, { text }),
    say: text => {
      output.write(`\r\u001b[K${text}\n`);
      display.render();
    },
    stop: () => display.stop(),
  };
}

function lines(total: number, output: NodeJS.WriteStream): ProgressDisplay {
  let printed = Number.NEGATIVE_INFINITY;
  return {
    update(done, text) {
      const now = performance.now();
      if (now - printed < 1000 * secondsBetweenLines && done < total) return;
      printed = now;
      output.write(`${done}/${total} · ${text}\n`);
    },
    say: text => {
      output.write(`${text}\n`);
    },
    stop: () => undefined,
  };
}
