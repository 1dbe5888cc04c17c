import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Node's own default: fine enough to see what is in the way of a signal or a decoder's answer, too coarse to cost time. */
const resolutionMs = 10;

/** How late this thread came to what was due on it. */
export interface EventLoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Measures until it is told to stop how late a timer of this thread fires. */
export function watchEventLoop(): { stop(): EventLoopDelay } {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return {
    stop() {
      histogram.disable();
      // The histogram holds times from one firing to the next.
      const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
      return histogram.count === 0
        ? { p99Ms: 0, maxMs: 0 }
        : { p99Ms: late(histogram.percentile(99)), maxMs: late(histogram.max) };
    },
  };
}
