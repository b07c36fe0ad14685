import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditResourceKind } from '@bursar/contract';

/** Where more is told about an object; null where it has no page. The only place that knows the addresses. */
export function addressOf(kind: AuditResourceKind, id: string): Pick<LinkProps, 'to' | 'params' | 'search'> | null {
  switch (kind) {
    case 'project':
      return { to: '/projects/$projectId', params: { projectId: id } };
    case 'user':
      return { to: '/members/$memberId', params: { memberId: id } };
    case 'api_key':
      return { to: '/costs', search: { api_key_id: id } };
    default:
      return null;
  }
}

/** A name that leads to its object's page where there is one. */
export function ObjectLink({ kind, id, children }: { kind: AuditResourceKind; id: string; children: ReactNode }) {
  const address = addressOf(kind, id);
  return address === null ? <>{children}</> : <Link {...address}>{children}</Link>;
}
