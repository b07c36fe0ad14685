/** A rotation as it is stored. */
import { type Drain, drain, type RotationKind, type RotationState } from '@bursar/contract';
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

/** A step with the old key, so that what came of it can be found out, and told in the trail, by whoever comes after. */
const openStep = z.object({
  step: z.enum(['place', 'expire', 'delete']),
  /** The row of the trail that says that it is tried. */
  trailId: z.string(),
  at: z.string(),
  personId: z.number().nullable(),
  /** What was asked for, as the trail tells it. */
  asked: z.record(z.string(), z.unknown()),
  /** When the old key was to expire before, in Unix seconds; null: never. */
  expiresBefore: z.number().nullable(),
  /** What was known of its use; null: that did not matter. */
  evidence: drain.nullable(),
  /** What the trail tells of it once it is done; null: that is not known yet. */
  done: z.record(z.string(), z.unknown()).nullable(),
});
export type OpenStep = z.infer<typeof openStep>;

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
  openStep: OpenStep | null;
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

/** Likewise. */
export function readOpenStep(stored: unknown): OpenStep | null {
  return openStep.nullable().parse(stored);
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
  r.retired_at AS "retiredAt", ${person('retired_by')} AS "retiredBy", r.expires_at AS "expiresAt", r.evidence, r.open_step AS "openStep",
  r.closed_at AS "closedAt", ${person('closed_by')} AS "closedBy"`;
