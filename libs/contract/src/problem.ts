import { z } from 'zod';

/** RFC 9457. `type` is `/problems/<code>`; the web words the code, `errors` name the field and what is allowed. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(
      z.object({
        parameter: z.string().optional(),
        pointer: z.string().optional(),
        message: z.string(),
        allowed: z.array(z.string()).optional(),
      }),
    ),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

export const PROBLEM_CODES = [
  'invalid-request',
  'not-found',
  'sign-in-needed',
  'sign-in-refused',
  'not-allowed',
  'second-factor-needed',
  'too-many-attempts',
  'host-not-allowed',
  'origin-not-allowed',
  'several-organizations',
  'too-large-answer',
  'too-many-exports',
  'organization-disconnected',
  'openai-refused',
  'openai-missing-scope',
  'openai-key-refused',
  'openai-other-organization',
  'openai-busy',
  'openai-unavailable',
  'openai-answer-lost',
  'still-used',
  'unavailable',
  'internal',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
