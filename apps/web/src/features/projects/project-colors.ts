import { useMemo } from 'react';
import { ownColors } from '../../lib/series-colors.js';
import { useProjects } from '../../lib/queries.js';

/** The colour of each project, the same as on the pages of costs. */
export function useProjectColors(): (id: string) => string {
  const { data } = useProjects();
  return useMemo(() => ownColors((data ?? []).map(({ id }) => id)), [data]);
}

/** The name of each project that was ever seen; null for one that was not. */
export function useProjectNames(): (id: string) => string | null {
  const { data } = useProjects();
  return useMemo(() => {
    const names = new Map((data ?? []).map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? null;
  }, [data]);
}
