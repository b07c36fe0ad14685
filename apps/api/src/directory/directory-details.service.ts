import type { DirectoryKindName } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { DirectoryListStore } from './directory-list.store.js';
import { writeInstant } from './directory-object.js';
import type { KindName } from './kinds.js';

type Answer = Record<string, unknown>;

/** What a project is set to: one object of each, or none. */
const SETTINGS = [
  'model_permissions',
  'hosted_tool_permissions',
  'service_tier_settings',
  'data_retention',
  'spend_limit',
] as const satisfies readonly DirectoryKindName[];

/** More than a page shows of one project or member. */
const MOST = 1000;

/** Puts together what is known of one project or one member. */
@Injectable()
export class DirectoryDetailsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DirectoryListStore) private readonly lists: DirectoryListStore,
  ) {}

  /** @throws ProblemError 404 where no organization in scope ever listed it. */
  async project(id: string, organization: readonly string[] | undefined, scope: Scope): Promise<Answer> {
    const project = await this.one('project', id, { organization, scope });
    const within = { organization: organizationOf(project), project_id: [id] };
    const [settings, alerts, counts, readAt] = await Promise.all([
      Promise.all(SETTINGS.map(async (kind) => [kind, (await this.lastSeen(kind, within, scope))[0] ?? null])),
      this.lastSeen('spend_alert', within, scope),
      this.counts(id, organizationOf(project)),
      this.readAt(id, organizationOf(project)),
    ]);
    return { ...project, settings: Object.fromEntries(settings), spend_alerts: alerts, counts, read_at: readAt };
  }

  /** @throws ProblemError 404 where no organization in scope ever listed them. */
  async member(id: string, organization: readonly string[] | undefined, scope: Scope): Promise<Answer> {
    const member = await this.one('user', id, { organization, scope });
    const within = { organization: organizationOf(member) };
    const [projects, groups, roles, keys] = await Promise.all([
      this.all('project_user', { ...within, id: [id] }, scope),
      this.all('group_user', { ...within, id: [id] }, scope),
      this.all('role_assignment', { ...within, user_id: [id] }, scope),
      this.all('api_key', { ...within, owner_id: [id], sort: '-spend_last_30_days' }, scope),
    ]);
    return {
      ...member,
      project_memberships: projects,
      group_memberships: groups,
      role_assignments: roles,
      api_keys: keys,
    };
  }

  /** null: none is set, as far as was seen. @throws ProblemError 404 where no organization in scope ever listed the project. */
  async spendLimit(
    projectId: string,
    organization: readonly string[] | undefined,
    scope: Scope,
  ): Promise<Answer | null> {
    const project = await this.one('project', projectId, { organization, scope });
    const within = { organization: organizationOf(project), project_id: [projectId] };
    return (await this.lastSeen('spend_limit', within, scope))[0] ?? null;
  }

  private async one(
    kind: KindName,
    id: string,
    { organization, scope }: { organization: readonly string[] | undefined; scope: Scope },
  ): Promise<Answer> {
    const query = { limit: 1, sort: 'id', include_gone: true, id: [id], organization };
    const { data } = await this.lists.page(kind, query, scope);
    const [found] = data;
    if (found === undefined) throw notFound(`No ${kind === 'user' ? 'member' : kind} ${id} was ever listed by OpenAI.`);
    return found;
  }

  private async all(kind: KindName, filters: Record<string, unknown>, scope: Scope): Promise<Answer[]> {
    const { data } = await this.lists.page(kind, { limit: MOST, sort: 'id', include_gone: false, ...filters }, scope);
    return data;
  }

  /** What there is, and what ended only because its project was archived. */
  private async lastSeen(kind: KindName, filters: Record<string, unknown>, scope: Scope): Promise<Answer[]> {
    const seen = await this.all(kind, { ...filters, include_gone: true }, scope);
    return seen.filter(({ gone_at, gone_reason }) => gone_at === null || gone_reason === 'project_archived');
  }

  /** When each list of a project was last read. */
  private async readAt(
    projectId: string,
    organization: readonly string[] | undefined,
  ): Promise<Record<string, string | null>> {
    const rows = await this.dataSource.query<{ kind: string; read_at: Date | null }[]>(
      `SELECT list.kind, list.read_at FROM directory_lists list
         JOIN organizations organization ON organization.id = list.organization_id
        WHERE list.parent_id = $1 AND ($2::text[] IS NULL OR organization.openai_id = ANY ($2))`,
      [projectId, organization ?? null],
    );
    return Object.fromEntries(rows.map(({ kind, read_at }) => [kind, read_at && writeInstant(read_at)]));
  }

  /** How many of each kind a project holds, gone ones left out. */
  private async counts(
    projectId: string,
    organization: readonly string[] | undefined,
  ): Promise<Record<string, number>> {
    const rows = await this.dataSource.query<{ kind: string; count: number }[]>(
      `SELECT o.kind, count(*)::integer AS count FROM directory_objects o
         JOIN organizations organization ON organization.id = o.organization_id
        WHERE o.project_id = $1 AND o.gone_at IS NULL AND o.kind <> 'project'
          AND ($2::text[] IS NULL OR organization.openai_id = ANY ($2)) GROUP BY 1`,
      [projectId, organization ?? null],
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  }
}

/** The organization of an object, as a filter; an organization without a name is the only one. */
function organizationOf({ organization_id: id }: Answer): readonly string[] | undefined {
  return typeof id === 'string' ? [id] : undefined;
}
