/** Every key that there is to compare with: of projects and of admins, those that are gone too. */
import { useEffect, useMemo } from 'react';
import type { ApiKey, DirectoryItem } from '@bursar/contract';
import { useDirectoryList, type ListResult } from '../../lib/directory-queries.js';
import { ownerOf, type KeyOwner } from '../directory/key-owner.js';

export interface KnownKey {
  id: string;
  kind: 'project' | 'admin';
  organizationId: string | null;
  /** null: an admin key. */
  projectId: string | null;
  name: string | null;
  redacted_value: string | null;
  owner: KeyOwner | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
  goneAt: string | null;
}

export interface KnownKeys {
  /** As far as they are read, the most lately used first. */
  keys: readonly KnownKey[];
  isComplete: boolean;
  error: Error | null;
  retry: () => void;
  /** False: who is limited to projects, or OpenAI itself, keeps them back. */
  hasAdminKeys: boolean;
}

// Who looks for a leak wants the key that is in use: of two that fit alike it comes first.
const EVERY = { sort: '-last_used_at', include_gone: 'true' } as const;

export function useKnownKeys(): KnownKeys {
  const project = useDirectoryList('api-keys', EVERY);
  const admin = useDirectoryList('admin-api-keys', EVERY);
  useReadToEnd(project);
  useReadToEnd(admin);
  const keys = useMemo(
    () => [...(project.rows ?? []).map(knownProjectKey), ...(admin.rows ?? []).map(knownAdminKey)],
    [project.rows, admin.rows],
  );
  return {
    keys,
    isComplete: project.isComplete && (admin.isComplete || admin.error !== null),
    error: project.error,
    retry: project.retry,
    hasAdminKeys: admin.error === null,
  };
}

/** Page after page: a key that was not read would be called unknown. */
function useReadToEnd({ rows, isComplete, isLoading, error, readOn }: ListResult<unknown>): void {
  useEffect(() => {
    if (rows !== null && !isComplete && !isLoading && error === null) readOn();
  }, [rows, isComplete, isLoading, error, readOn]);
}

const knownProjectKey = (key: ApiKey): KnownKey => ({ ...factsOf(key), kind: 'project', projectId: key.project_id });

const knownAdminKey = (key: DirectoryItem<'admin-api-keys'>): KnownKey => ({
  ...factsOf(key),
  kind: 'admin',
  projectId: null,
});

const factsOf = (key: ApiKey | DirectoryItem<'admin-api-keys'>) => ({
  id: key.id,
  organizationId: key.organization_id,
  name: key.name,
  redacted_value: key.redacted_value,
  owner: adminOwnerOf(key) ?? ownerOf(key),
  lastUsedAt: key.last_used_at,
  expiresAt: key.expires_at,
  goneAt: key.gone_at,
});

/** Of an admin key OpenAI names the owner without saying of which sort. */
function adminOwnerOf({ owner }: Pick<ApiKey, 'owner'>): KeyOwner | null {
  const { id, name } = owner ?? {};
  if (typeof id !== 'string') return null;
  return { kind: 'member', id, name: typeof name === 'string' && name !== '' ? name : id };
}

/** Whether a key works no more, at a moment. */
export const hasEnded = ({ goneAt, expiresAt }: Pick<KnownKey, 'goneAt' | 'expiresAt'>, now: string | null): boolean =>
  goneAt !== null || (expiresAt !== null && now !== null && expiresAt <= now);
