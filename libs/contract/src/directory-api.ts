import { z } from 'zod';
import { dayOrInstant, identifier, instant, listQuery, page, repeatable } from './wire.js';

/**
 * Why an object counts as gone: two complete lists in a row did not hold it; OpenAI answered 404 for it; its project
 * was archived, which ends it too and makes OpenAI refuse its lists; its project is gone.
 */
export const GONE_REASONS = ['not_listed', 'not_found', 'project_archived', 'project_gone'] as const;
export type GoneReason = (typeof GONE_REASONS)[number];

const seen = {
  organization_id: z.string().nullable().describe('null until an answer of OpenAI named the organization'),
  first_seen_at: instant,
  last_seen_at: instant,
  gone_at: instant.nullable().describe('When OpenAI stopped listing it; null while it is listed'),
  gone_reason: z.enum(GONE_REASONS).nullable().describe('How Bursar knows; null while it is listed'),
};

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const PROJECT_SORTS = ['name', '-name', 'created_at', '-created_at', 'id', '-id'] as const;
export const API_KEY_SORTS = [...PROJECT_SORTS, 'last_used_at', '-last_used_at'] as const;

export const projectsQuery = z
  .strictObject({
    ...listQuery,
    sort: z.enum(PROJECT_SORTS).default('name'),
    organization: repeatable(identifier),
    id: repeatable(identifier),
    status: repeatable(identifier),
    include_gone: flag,
  })
  .meta({ id: 'ProjectsQuery' });
export type ProjectsQuery = z.infer<typeof projectsQuery>;

/** OpenAI's project object (names and meaning are OpenAI's) with when Bursar saw it. */
export const project = z
  .object({
    id: z.string(),
    object: z.string(),
    name: z.string().nullable(),
    status: z.string().nullable(),
    created_at: instant.nullable(),
    archived_at: instant.nullable(),
    external_key_id: z.string().nullable(),
    residency: z.string().nullable(),
    ...seen,
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof project>;
export const projectsAnswer = page(project).meta({ id: 'Projects' });

export const apiKeysQuery = z
  .strictObject({
    ...listQuery,
    sort: z.enum(API_KEY_SORTS).default('name'),
    organization: repeatable(identifier),
    id: repeatable(identifier),
    project_id: repeatable(identifier),
    last_used_before: dayOrInstant.optional(),
    include_gone: flag,
  })
  .meta({ id: 'ApiKeysQuery' });
export type ApiKeysQuery = z.infer<typeof apiKeysQuery>;

/** OpenAI's project API key, redacted as OpenAI sends it: no secret is in any list. */
export const apiKey = z
  .object({
    id: z.string(),
    object: z.string(),
    project_id: z.string(),
    name: z.string().nullable(),
    redacted_value: z.string().nullable(),
    created_at: instant.nullable(),
    last_used_at: instant.nullable(),
    expires_at: instant.nullable(),
    owner_project_access: z.string().nullable(),
    owner: z.record(z.string(), z.unknown()).nullable(),
    ...seen,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeysAnswer = page(apiKey).meta({ id: 'ApiKeys' });
