import { useMemo } from 'react';
import type { AuditEvent, AuditResourceKind } from '@bursar/contract';
import { useApiKeys, useProjects } from '../../lib/queries.js';
import { statedName } from './event-words.js';

/** The name of something that an event is about; null where nobody knows one. */
export type NameObject = (object: { kind: AuditResourceKind; id: string }, event: AuditEvent) => string | null;

/** Names as the directory has them now, else as the event itself has them. */
export function useObjectNames(): NameObject {
  const projects = useProjects();
  const keys = useApiKeys(true);
  return useMemo(() => {
    const known = new Map<string, string | null>();
    for (const { id, name } of projects.data ?? []) known.set(`project ${id}`, name);
    for (const { id, name } of keys.data ?? []) known.set(`api_key ${id}`, name);
    return ({ kind, id }, event) => {
      const isItself = event.resources[0]?.id === id;
      return known.get(`${kind} ${id}`) ?? (isItself ? statedName(event) : null);
    };
  }, [projects.data, keys.data]);
}
