/** All management calls, found by method and path. */
import { adminKeyRoutes } from './admin-keys.js';
import { auditEventRoutes } from './audit-events.js';
import type { ManagementRoute } from './call.js';
import { certificateRoutes } from './certificates.js';
import { groupRoutes } from './groups.js';
import { inviteRoutes } from './invites.js';
import { memberRoutes } from './members.js';
import { projectControlRoutes } from './project-controls.js';
import { projectGroupRoutes } from './project-groups.js';
import { projectKeyRoutes } from './project-keys.js';
import { projectMemberRoutes } from './project-members.js';
import { projectRoutes } from './projects.js';
import { rateLimitRoutes } from './rate-limits.js';
import { roleAssignmentRoutes } from './role-assignments.js';
import { roleRoutes } from './roles.js';
import { serviceAccountRoutes } from './service-accounts.js';
import { spendingRoutes } from './spending.js';

export const MANAGEMENT_ROUTES: readonly ManagementRoute[] = [
  ...memberRoutes,
  ...inviteRoutes,
  ...projectRoutes,
  ...projectMemberRoutes,
  ...serviceAccountRoutes,
  ...projectKeyRoutes,
  ...adminKeyRoutes,
  ...rateLimitRoutes,
  ...groupRoutes,
  ...projectGroupRoutes,
  ...roleRoutes,
  ...roleAssignmentRoutes,
  ...projectControlRoutes,
  ...spendingRoutes,
  ...certificateRoutes,
  ...auditEventRoutes,
];

interface Node {
  /** The next segment as it is written. */
  literal: Map<string, Node>;
  /** The next segment as an id. */
  id?: Node;
  /** By the method's name. */
  methods: Record<string, ManagementRoute>;
}

export interface FoundPath {
  /** The path template with its ids as `{}`. */
  template: string;
  methods: Node['methods'];
  ids: string[];
}

function makeTree(routes: readonly ManagementRoute[]): Node {
  const root: Node = { literal: new Map(), methods: {} };
  for (const route of routes) {
    let node = root;
    for (const segment of route.path.split('/').slice(1)) {
      const isId = segment.startsWith('{');
      const next = (isId ? node.id : node.literal.get(segment)) ?? { literal: new Map(), methods: {} };
      if (isId) node.id = next;
      else node.literal.set(segment, next);
      node = next;
    }
    node.methods[route.method] = route;
  }
  return root;
}

const TREE = makeTree(MANAGEMENT_ROUTES);

/** What there is at a path. A word that OpenAI uses there itself is never taken for an id. @throws URIError for a path that is not percent-encoded well. */
export function findPath(path: string): FoundPath | undefined {
  const ids: string[] = [];
  let template = '';
  let node: Node | undefined = TREE;
  for (const segment of path.split('/').slice(1)) {
    const text = decodeURIComponent(segment);
    const literal: Node | undefined = node.literal.get(text);
    if (!literal && text !== '') ids.push(text);
    template += literal ? `/${text}` : '/{}';
    node = literal ?? (text === '' ? undefined : node.id);
    if (!node) return undefined;
  }
  return Object.keys(node.methods).length === 0 ? undefined : { template, methods: node.methods, ids };
}
