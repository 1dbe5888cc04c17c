import { z } from 'zod';

export const fraction = z.number().min(0).max(1);
/** Lower and upper end. */
export const interval = z.tuple([fraction, fraction]);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
