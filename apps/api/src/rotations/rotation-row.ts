/** A rotation as it is stored. */
import type { Drain, RotationKind, RotationState } from '@bursar/contract';
import { z } from 'zod';

/** What OpenAI was asked to make: enough to find it where the answer never came. */
const attempt = z.object({
  at: z.string(),
  name: z.string(),
  /** null: an account of this name is made with its key. */
  serviceAccountId: z.string().nullable(),
  /** Keys and accounts that were there before. */
  known: z.array(z.string()),
});
export type CreationAttempt = z.infer<typeof attempt>;

export interface RotationRow {
  id: string;
  organizationId: number;
  organization: string | null;
  projectId: string;
  projectName: string | null;
  oldKeyId: string;
  kind: RotationKind;
  state: RotationState;
  openedAt: Date;
  openedBy: Person;
  attempt: CreationAttempt | null;
  newKeyId: string | null;
  serviceAccountId: string | null;
  createdAt: Date | null;
  createdBy: Person;
  isSecretLost: boolean;
  replacedKeyIds: string[];
  placedAt: Date | null;
  placedBy: Person;
  needsNewAccount: boolean;
  retiredAt: Date | null;
  retiredBy: Person;
  expiresAt: Date | null;
  evidence: Drain | null;
  closedAt: Date | null;
  closedBy: Person;
}

/** Somebody of Bursar; null: nobody who is known. */
export type Person = { person_id: string; name: string | null } | null;

export const isOpenRotation = ({ closedAt }: RotationRow): boolean => closedAt === null;

/** Every key that has to fall silent: the old one, and those that took its place in vain. */
export const watchedKeys = ({ oldKeyId, replacedKeyIds }: RotationRow): string[] => [oldKeyId, ...replacedKeyIds];

/** As stored by this version; what another one stored is looked for no more. */
export function readAttempt(stored: unknown): CreationAttempt | null {
  return stored === null ? null : attempt.parse(stored);
}

const person = (column: string): string =>
  `(SELECT json_build_object('person_id', r.${column}::text, 'name',
      (SELECT p.name FROM people p WHERE p.id = r.${column})) WHERE r.${column} IS NOT NULL)`;

export const ROTATION_COLUMNS = `
  r.id::text, r.organization_id AS "organizationId", o.openai_id AS organization, r.project_id AS "projectId",
  (SELECT d.name FROM directory_objects d WHERE d.organization_id = r.organization_id AND d.kind = 'project'
      AND d.id = r.project_id AND d.parent_id = '') AS "projectName",
  r.old_key_id AS "oldKeyId", r.kind, r.state, r.opened_at AS "openedAt", ${person('opened_by')} AS "openedBy", r.attempt,
  r.new_key_id AS "newKeyId", r.service_account_id AS "serviceAccountId", r.created_at AS "createdAt",
  ${person('created_by')} AS "createdBy", r.is_secret_lost AS "isSecretLost", r.replaced_key_ids AS "replacedKeyIds",
  r.placed_at AS "placedAt", ${person('placed_by')} AS "placedBy", r.needs_new_account AS "needsNewAccount",
  r.retired_at AS "retiredAt", ${person('retired_by')} AS "retiredBy", r.expires_at AS "expiresAt", r.evidence,
  r.closed_at AS "closedAt", ${person('closed_by')} AS "closedBy"`;
