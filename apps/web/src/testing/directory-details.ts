/** Answers about one project or one member, and what was seen to change. */
import type { ApiKey, DirectoryChange, Member, MemberDetail, Project, ProjectDetail } from '@bursar/contract';
import { NO_LIMIT, SEEN, type DirectoryLists } from './directory-world.js';
import { NOW, ORGANIZATION } from './ledger.js';

/** One project with what it is set to. */
export function projectDetailOf(project: Project, keys: readonly ApiKey[]): ProjectDetail {
  const setting = (object: string) => ({ id: object, object, project_id: project.id, ...SEEN });
  return {
    ...project,
    settings: {
      model_permissions: { ...setting('project.model_permissions'), mode: 'allow_list', model_ids: ['gpt-6-astra'] },
      hosted_tool_permissions: {
        ...setting('project.hosted_tool_permissions'),
        code_interpreter: { enabled: true },
        file_search: { enabled: true },
        image_generation: { enabled: true },
        mcp: { enabled: false },
        web_search: { enabled: true },
      },
      service_tier_settings: {
        ...setting('project.service_tier_settings'),
        default: 'standard',
        enabled_tiers: ['flex'],
      },
      data_retention: { ...setting('project.data_retention'), type: 'organization_default' },
      spend_limit: {
        ...setting('project.spend_limit'),
        currency: 'USD',
        interval: 'month',
        threshold_amount: 750_050,
        threshold: '7500.5',
        enforcement: { status: 'inactive' },
      },
    },
    spend_alerts: [],
    counts: { ...project.counts, rate_limit: 2, api_key: keys.length },
    read_at: { api_key: NOW, project_user: NOW, rate_limit: NOW, spend_limit: NOW, spend_alert: NOW },
  };
}

export function memberDetailOf(member: Member, lists: DirectoryLists): MemberDetail {
  return {
    ...member,
    project_memberships: (lists['project-members'] ?? []).filter(
      ({ id, gone_at }) => id === member.id && gone_at === null,
    ),
    group_memberships:
      member.id === 'user-1'
        ? [
            {
              id: member.id,
              object: 'group.user',
              group_id: 'group_1',
              name: member.name,
              email: member.email,
              ...SEEN,
            },
          ]
        : [],
    role_assignments: [],
    api_keys: lists['api-keys'].filter(({ owner }) => JSON.stringify(owner).includes(`"${member.id}"`)),
  };
}

export const CHANGES: readonly DirectoryChange[] = [
  {
    change_id: '2',
    organization_id: ORGANIZATION,
    kind: 'rate_limit',
    id: 'rl-gpt-6-astra-mini',
    name: 'gpt-6-astra-mini',
    project_id: 'proj_1',
    field: 'max_tokens_per_1_minute',
    old_value: 1_500_000,
    new_value: NO_LIMIT,
    changed_at: '2026-11-19T09:30:00Z',
  },
];
