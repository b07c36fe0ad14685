import { z } from 'zod';

/** `GET /api/health/live` and `/api/health/ready`, for supervisors. */
export const health = z
  .object({ status: z.enum(['ok', 'unavailable']), detail: z.string().optional() })
  .meta({ id: 'Health' });
