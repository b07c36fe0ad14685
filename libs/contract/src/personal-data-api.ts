import { z } from 'zod';

/** Why it has to be: kept for ever in the trail, so without the name and the mail address of whom it is about. */
export const erasureBody = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(10)
      .max(500)
      .refine((text) => !text.includes('\0'), 'text without a NUL character')
      .describe('Without the name and the mail address of whom it is about: it stays in the trail'),
  })
  .meta({ id: 'ErasureBody' });
export type ErasureBody = z.infer<typeof erasureBody>;

const howMany = z.number().int();

/** `POST /api/v1/members/{id}/erase` */
export const memberErasure = z
  .object({
    id: z.string().describe("OpenAI's id of the member; it stays"),
    name: z.string().describe('What stands wherever their name or mail address stood'),
    changed: z
      .object({ directory_objects: howMany, directory_history: howMany, audit_events: howMany, activity: howMany })
      .describe('Rows that named them'),
  })
  .meta({ id: 'MemberErasure' });
export type MemberErasure = z.infer<typeof memberErasure>;

/** What stands for the name of a member who was erased: in labels, lists, files and searches alike. */
export const erasedMemberName = (id: string): string => `erased member (${id})`;
