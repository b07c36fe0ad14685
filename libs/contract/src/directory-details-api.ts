import { z } from 'zod';
import { apiKey, member, project } from './directory-api.js';
import { directoryItem } from './directory-items.js';
import type { DirectoryKindName } from './directory-kinds.js';
import { identifier, instant, repeatable } from './wire.js';

/** Query of `GET /api/v1/projects/{id}` and `GET /api/v1/members/{id}`: which organization, where ids are not enough. */
export const directoryDetailQuery = z
  .strictObject({ organization: repeatable(identifier) })
  .meta({ id: 'DirectoryDetailQuery' });
export type DirectoryDetailQuery = z.infer<typeof directoryDetailQuery>;

/**
 * A project as the list has it, with what it is set to and how many of what it holds.
 *
 * OpenAI no longer tells of an archived project what it is set to: then it is what was seen last, with `gone_at`.
 */
export const projectDetail = project
  .extend({
    settings: z.object({
      model_permissions: directoryItem('model_permissions').nullable(),
      hosted_tool_permissions: directoryItem('hosted_tool_permissions').nullable(),
      service_tier_settings: directoryItem('service_tier_settings').nullable(),
      data_retention: directoryItem('data_retention').nullable(),
      spend_limit: directoryItem('spend_limit').nullable().describe('As set at OpenAI; null: none is set'),
    } satisfies Partial<Record<DirectoryKindName, z.ZodType>>),
    spend_alerts: z.array(directoryItem('spend_alert')),
    counts: z.record(z.string(), z.number().int()).describe('How many of each kind of object it holds'),
    read_at: z.record(z.string(), instant.nullable()).describe('When the list of each kind was last read; null: never'),
  })
  .meta({ id: 'ProjectDetail' });
export type ProjectDetail = z.infer<typeof projectDetail>;

/** A member as the list has them, with what they belong to and the keys they own, those that spent most first. */
export const memberDetail = member
  .extend({
    project_memberships: z.array(directoryItem('project_user')),
    group_memberships: z.array(directoryItem('group_user')),
    role_assignments: z.array(directoryItem('role_assignment')),
    api_keys: z.array(apiKey),
  })
  .meta({ id: 'MemberDetail' });
export type MemberDetail = z.infer<typeof memberDetail>;
