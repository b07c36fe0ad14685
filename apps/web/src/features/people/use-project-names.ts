import { useMemo } from 'react';
import { listOf } from '../../lib/format/intl.js';
import { isolated } from '../../lib/names.js';
import { useProjects } from '../../lib/queries.js';

/** Projects in words: their names where they are known, else their ids. */
export function useProjectNames(): (ids: readonly string[]) => string {
  const { data: projects } = useProjects();
  return useMemo(() => {
    const names = new Map((projects ?? []).map(({ id, name }) => [id, name]));
    return (ids) => listOf(ids.map((id) => isolated(names.get(id) ?? id)));
  }, [projects]);
}
