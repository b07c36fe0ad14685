/** The statements of directory.store.ts. Each works on a whole list at once: an organization may have 5,000 keys. */
import type { Parent } from './parents.js';

/** Ends what belonged to the objects of `lost` that are gone: of a project all that is in it, else their lists' objects. */
const orphans = (lost: string, prefix: string): string => `
  UPDATE directory_objects AS kept SET gone_at = $4, gone_reason = CASE WHEN $2 = 'project' THEN 'project_gone' ELSE 'parent_gone' END
   WHERE organization_id = $1 AND kept.gone_at IS NULL AND
         CASE WHEN $2 = 'project'
              THEN kept.kind <> 'project' AND kept.project_id IN (SELECT id FROM ${lost} WHERE gone_at IS NOT NULL)
              ELSE kept.parent_id IN (SELECT ${prefix} || id FROM ${lost} WHERE gone_at IS NOT NULL) END
  RETURNING 1`;

/** Any number that no other user of this database locks. */
const KIND_LOCK = 7_240_551_331;

/** One writer of a kind of an organization at a time, until its transaction ends. $1 names them. */
export const LOCK_KIND = `SELECT pg_advisory_xact_lock(hashtextextended($1, ${KIND_LOCK}))`;

/**
 * Objects, their watched changes and what is missing, in one statement, so that all of it compares with one and the
 * same past.
 *
 * $1 organization, $2 kind, $3 parent, $4 time, $5 whether the list is complete, $6 objects, $7 watched paths, null for
 * every field, $8 ids, $9 how many lists without an object make it gone, $10 what the lists of an object are called up to
 * its id, see `childPrefix`.
 */
export const STORE_LIST = `
WITH listed AS MATERIALIZED (
  SELECT item.*, known.object AS known_object, known.name AS known_name, known.gone_at AS known_gone_at,
         known.id IS NOT NULL AS is_known
    FROM jsonb_to_recordset($6::jsonb) AS item (id text, project_id text, name text, status text,
           created_at timestamptz, last_used_at timestamptz, owner_id text, object jsonb)
    LEFT JOIN directory_objects known
      ON known.organization_id = $1::integer AND known.kind = $2::text AND known.id = item.id AND known.parent_id = $3::text
), watched AS (
  SELECT listed.id, path.field, path.path
    FROM listed CROSS JOIN jsonb_to_recordset(coalesce($7::jsonb, '[]')) AS path (field text, path text[])
  UNION ALL
  SELECT listed.id, field, ARRAY[field]
    FROM listed CROSS JOIN LATERAL jsonb_object_keys(listed.known_object || listed.object) AS field
   WHERE $7 IS NULL AND listed.is_known AND field NOT IN ('id', 'object')
), changes AS (
  INSERT INTO directory_history (organization_id, kind, object_id, parent_id, field, old_value, new_value, changed_at)
  -- One row for a field, however many of its paths have changed. An absent value and null are the same.
  SELECT DISTINCT $1::integer, $2::text, listed.id, $3, watched.field, listed.known_object -> watched.field,
         listed.object -> watched.field, $4::timestamptz
    FROM listed JOIN watched USING (id)
   WHERE listed.is_known
     AND nullif(listed.known_object #> watched.path, 'null') IS DISTINCT FROM nullif(listed.object #> watched.path, 'null')
  UNION ALL
  -- That it had been gone would be forgotten when it comes back.
  SELECT $1, $2, listed.id, $3, 'gone_at', to_jsonb(listed.known_gone_at), NULL, $4
    FROM listed WHERE listed.known_gone_at IS NOT NULL
), stored AS (
  INSERT INTO directory_objects AS kept (organization_id, kind, id, parent_id, project_id, name, status, created_at,
              last_used_at, owner_id, object, first_seen_at, last_seen_at)
  SELECT $1, $2, id, $3, project_id, name, status, created_at, last_used_at, owner_id, object, $4, $4
    FROM listed
  ON CONFLICT (organization_id, kind, id, parent_id) DO UPDATE
    SET project_id = excluded.project_id, name = excluded.name, status = excluded.status,
        created_at = excluded.created_at, last_used_at = excluded.last_used_at, owner_id = excluded.owner_id,
        object = excluded.object, last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at), missed_lists = 0,
        gone_at = NULL, gone_reason = NULL
), missed AS (
  UPDATE directory_objects AS kept
     SET missed_lists = missed_lists + 1,
         gone_at = CASE WHEN missed_lists + 1 >= $9::integer THEN $4 END,
         gone_reason = CASE WHEN missed_lists + 1 >= $9 THEN 'not_listed' END
   WHERE $5::boolean AND organization_id = $1 AND kind = $2 AND gone_at IS NULL AND parent_id = $3
     -- An array is hashed; joined with "listed", of unknown length to Postgres, each row might be compared with each.
     AND id <> ALL ($8::text[])
  RETURNING id, gone_at
), orphaned AS (
${orphans('missed', '$10::text')}
)
SELECT (SELECT count(*) FROM listed WHERE NOT is_known)::integer AS added,
       -- Whether an object is called otherwise by those who name it, see labels.ts.
       EXISTS (SELECT FROM listed WHERE coalesce(name, object ->> 'redacted_value')
         IS DISTINCT FROM coalesce(known_name, known_object ->> 'redacted_value')) AS renamed,
       ((SELECT count(*) FROM missed WHERE gone_at IS NOT NULL) + (SELECT count(*) FROM orphaned))::integer AS gone`;

/** $1 organization, $2 kind, $3 parent, $4 time, $5 whether it is complete, $6 problem. */
export const LIST_READ = `
INSERT INTO directory_lists AS kept (organization_id, kind, parent_id, read_at, tried_at, complete_at, problem)
VALUES ($1, $2, $3, $4, $4, CASE WHEN $5::boolean THEN $4::timestamptz END, $6)
ON CONFLICT (organization_id, kind, parent_id) DO UPDATE
  SET read_at = excluded.read_at, tried_at = excluded.tried_at, failures = 0,
      complete_at = coalesce(excluded.complete_at, kept.complete_at), problem = excluded.problem`;

/** $1 organization, $2 kind, $3 parent, $4 time, $5 problem. */
export const LIST_FAILED = `
INSERT INTO directory_lists AS kept (organization_id, kind, parent_id, tried_at, failures, problem)
VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT (organization_id, kind, parent_id) DO UPDATE
  SET tried_at = excluded.tried_at, failures = kept.failures + 1, problem = excluded.problem`;

/**
 * A project is archived, although the last list of projects did not say so yet: in the columns as in OpenAI's object,
 * so that the next list finds no second change.
 *
 * $1 organization, $2 project, $3 time.
 */
export const MARK_ARCHIVED = `
WITH archived AS (
  UPDATE directory_objects SET status = 'archived', object = jsonb_set(object, '{status}', '"archived"')
   WHERE organization_id = $1::integer AND kind = 'project' AND id = $2::text AND status IS DISTINCT FROM 'archived'
  RETURNING id
)
INSERT INTO directory_history (organization_id, kind, object_id, field, old_value, new_value, changed_at)
SELECT before.organization_id, before.kind, before.id, 'status', before.object -> 'status', '"archived"', $3::timestamptz
  FROM archived JOIN directory_objects before
    ON before.organization_id = $1 AND before.kind = 'project' AND before.id = archived.id`;

/** Ends what belongs to a project if that is archived. $1 organization, $2 project, $3 time. */
export const MARK_BELONGINGS_GONE = `
WITH project AS (
  SELECT id FROM directory_objects
   WHERE organization_id = $1::integer AND kind = 'project' AND id = $2::text AND status = 'archived'
), ended AS (
  UPDATE directory_objects SET gone_at = $3::timestamptz, gone_reason = 'project_archived'
   WHERE organization_id = $1 AND kind <> 'project' AND gone_at IS NULL AND project_id IN (SELECT id FROM project)
  RETURNING 1
)
SELECT EXISTS (SELECT FROM project) AS archived, (SELECT count(*) FROM ended)::integer AS gone`;

/** $1 organization, $2 kind, $3 id, $4 time, $5 parent, $6 as $10 of `STORE_LIST`. */
export const MARK_GONE = `
WITH lost AS (
  UPDATE directory_objects SET gone_at = $4::timestamptz, gone_reason = 'not_found'
   WHERE organization_id = $1::integer AND kind = $2::text AND id = $3::text AND parent_id = $5::text AND gone_at IS NULL
  RETURNING id, gone_at
), orphaned AS (
${orphans('lost', '$6::text')}
)
SELECT ((SELECT count(*) FROM lost) + (SELECT count(*) FROM orphaned))::integer AS gone`;

/** Parents whose lists are read: `parent_id, archived`. $1 organization. */
const PARENT_ROWS: Readonly<Record<Exclude<Parent, 'organization'>, string>> = {
  project: `SELECT id AS parent_id, status IS NOT DISTINCT FROM 'archived' AS archived FROM directory_objects
             WHERE organization_id = $1 AND kind = 'project' AND gone_at IS NULL`,
  group: parentRows('group', `'groups/' || id`),
  user: parentRows('user', `'users/' || id`),
  project_user: parentRows('project_user', `'projects/' || parent_id || '/users/' || id`),
  project_group: parentRows('project_group', `'projects/' || parent_id || '/groups/' || id`),
};

function parentRows(kind: string, path: string): string {
  return `SELECT ${path} AS parent_id, false AS archived FROM directory_objects
           WHERE organization_id = $1 AND kind = '${kind}' AND gone_at IS NULL`;
}

/**
 * The lists of one kind, one of each parent, the one that waited longest first. An archived project is named until its
 * list was read once more or refused for it.
 *
 * $1 organization, $2 kind of the lists.
 */
export const listsToRead = (of: Exclude<Parent, 'organization'>): string => `
SELECT parent.parent_id AS "parentId", list.read_at AS "readAt", coalesce(list.failures, 0) AS failures
  FROM (${PARENT_ROWS[of]}) parent
  LEFT JOIN directory_lists list
    ON list.organization_id = $1 AND list.kind = $2 AND list.parent_id = parent.parent_id
 WHERE NOT (parent.archived AND list.problem IS NOT DISTINCT FROM 'project_archived')
 ORDER BY list.read_at NULLS FIRST, parent.parent_id`;

/** $1 organizations, null for all; $2 kind, $3 ids. */
export const LABELS = `
SELECT id, name FROM directory_objects
 WHERE ($1::integer[] IS NULL OR organization_id = ANY ($1)) AND kind = $2 AND id = ANY ($3::text[]) AND name IS NOT NULL`;
