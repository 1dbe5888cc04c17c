import cliProgress from 'cli-progress';

/** What a person wants to see while a training runs. */
export interface ProgressLine {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly top1: number;
  readonly imagesPerSecond: number;
  readonly dataWaitPercent: number;
  readonly etaSeconds: number;
}

export interface ProgressDisplay {
  update(step: number, line: ProgressLine): void;
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

function describe(line: ProgressLine): string {
  return [
    `epoch ${line.epoch}/${line.epochs}`,
    `loss ${line.loss.toFixed(3)}`,
    `top-1 ${(100 * line.top1).toFixed(1)} %`,
    `${line.imagesPerSecond.toFixed(1)} images/s`,
    `data wait ${line.dataWaitPercent.toFixed(1)} %`,
    `ETA ${formatDuration(line.etaSeconds)}`,
  ].join(' · ');
}

/** A bar on a terminal; elsewhere one plain line every few seconds, so that a log stays readable. */
export function progressDisplay(totalSteps: number, output: NodeJS.WriteStream = process.stdout): ProgressDisplay {
  return output.isTTY ? bar(totalSteps, output) : lines(totalSteps, output);
}

function bar(totalSteps: number, output: NodeJS.WriteStream): ProgressDisplay {
  const display = new cliProgress.SingleBar(
    { format: '{bar} {value}/{total} · {text}', stream: output, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  display.start(totalSteps, 0, { text: 'starting' });
  return {
    update: (step, line) => display.update(step, { text: describe(line) }),
    say: text => {
      output.write(`\r\u001b[K${text}\n`);
      display.render();
    },
    stop: () => display.stop(),
  };
}

function lines(totalSteps: number, output: NodeJS.WriteStream): ProgressDisplay {
  let printed = Number.NEGATIVE_INFINITY;
  return {
    update(step, line) {
      const now = performance.now();
      if (now - printed < 1000 * secondsBetweenLines && step < totalSteps) return;
      printed = now;
      output.write(`step ${step}/${totalSteps} · ${describe(line)}\n`);
    },
    say: text => {
      output.write(`${text}\n`);
    },
    stop: () => undefined,
  };
}
