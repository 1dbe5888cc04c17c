import { z } from 'zod';

/** A row of what `tools:bench --json=FILE` writes; `ratio` > 1 means that ours is better. */
export const benchRowSchema = z.object({
  name: z.string(),
  ours: z.number(),
  opponent: z.number(),
  opponentName: z.string(),
  unit: z.string(),
  ratio: z.number(),
  precision: z.string().optional(),
  peakRssMiB: z.number().optional(),
  opponentPeakRssMiB: z.number().optional(),
});
export type BenchRow = z.infer<typeof benchRowSchema>;
