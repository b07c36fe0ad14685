/** The statements of directory.store.ts. Each works on whole lists at once: an organization may have 5,000 keys. */
import type { KindName } from './kinds.js';
import { hasLists, type Parent } from './parents.js';

/**
 * Ends what belonged to objects of a kind that are gone: of a project all that is in it, else their lists' objects.
 *
 * `lost` names rows of `list, id, gone_at, prefix`; what is called up to an object's id says `childPrefix`.
 */
function orphans(kind: KindName, lost: string): string {
  if (!hasLists(kind)) return 'SELECT NULL::bigint AS list WHERE false';
  if (kind !== 'project') {
    return `
  UPDATE directory_objects AS kept SET gone_at = lost.gone_at, gone_reason = 'parent_gone'
    FROM ${lost} AS lost
   WHERE kept.organization_id = $1 AND kept.gone_at IS NULL AND lost.gone_at IS NOT NULL
     AND kept.parent_id = lost.prefix || lost.id
  RETURNING lost.list`;
  }
  // What is in a project is found by reading all there is: once, however many projects are gone, and not if none is.
  const gone = `SELECT id FROM ${lost} WHERE gone_at IS NOT NULL`;
  return `
  UPDATE directory_objects AS kept
     SET gone_at = (SELECT max(gone_at) FROM ${lost}), gone_reason = 'project_gone'
   WHERE organization_id = $1 AND kept.gone_at IS NULL AND kept.kind <> 'project'
     AND EXISTS (${gone}) AND (kept.project_id IN (${gone})) IS TRUE
  RETURNING (SELECT max(list) FROM ${lost}) AS list`;
}

/** Any numbers that no other user of this database locks. */
const DIRECTORY_LOCK = 7_240_551_332;
const KIND_LOCK = 7_240_551_331;

/**
 * One writer of a kind of an organization at a time, until its transaction ends, and nobody else of any kind beside one
 * that ends objects of other kinds: each of two would wait for rows of the other.
 *
 * $1 organization, $2 kind, $3 projects that end what they hold if they are archived, $4 whether objects of other kinds
 * may end in any case. Answers which of the projects are archived.
 */
export const LOCK_DIRECTORY = `
WITH archived AS MATERIALIZED (
  SELECT id FROM directory_objects
   WHERE organization_id = $1::integer AND kind = 'project' AND parent_id = '' AND id = ANY ($3::text[])
     AND status = 'archived'
)
SELECT ARRAY(SELECT id FROM archived) AS archived,
       CASE WHEN $4::boolean OR EXISTS (SELECT FROM archived)
            THEN pg_advisory_xact_lock(hashtextextended($1::text, ${DIRECTORY_LOCK}))
            ELSE pg_advisory_xact_lock_shared(hashtextextended($1::text, ${DIRECTORY_LOCK})) END,
       pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, ${KIND_LOCK}))`;

/**
 * Objects of several lists of a kind, their watched changes and what is missing, in one statement, so that all of it
 * compares with one and the same past. Answers a row for each list in which something is new, gone or called otherwise.
 *
 * $1 organization, $2 kind, $3 parents, $4 times and $5 whether it is complete of each list, none of which is of the same
 * parent as another; $6 objects, each with the place of its list among these, from 1; $7 watched paths, null for every
 * field; $8 place of the list and id of each object; $9 how many lists without an object make it gone; $10 for each list
 * what the lists of its objects are called up to their ids, see `childPrefix`.
 */
export const storeLists = (kind: KindName): string => `
WITH lists AS MATERIALIZED (
  SELECT list.* FROM unnest($3::text[], $4::timestamptz[], $5::boolean[], $10::text[])
           WITH ORDINALITY AS list (parent_id, at, complete, prefix, list)
), listed AS MATERIALIZED (
  SELECT item.*, lists.parent_id, lists.at, known.object AS known_object, known.name AS known_name,
         known.gone_at AS known_gone_at, known.id IS NOT NULL AS is_known
    FROM jsonb_to_recordset($6::jsonb) AS item (list bigint, id text, project_id text, name text, status text,
           created_at timestamptz, last_used_at timestamptz, owner_id text, object jsonb)
    JOIN lists USING (list)
    LEFT JOIN directory_objects known
      ON known.organization_id = $1::integer AND known.kind = $2::text AND known.id = item.id
     AND known.parent_id = lists.parent_id
), changes AS (
  INSERT INTO directory_history (organization_id, kind, object_id, parent_id, field, old_value, new_value, changed_at)
  -- One row for a field, however many of its paths have changed. An absent value and null are the same.
  SELECT DISTINCT $1::integer, $2::text, listed.id, listed.parent_id, watched.field,
         listed.known_object -> watched.field, listed.object -> watched.field, listed.at
    FROM listed CROSS JOIN LATERAL (
           SELECT path.field, path.path FROM jsonb_to_recordset(coalesce($7::jsonb, '[]')) AS path (field text, path text[])
           UNION ALL
           SELECT field, ARRAY[field] FROM jsonb_object_keys(listed.known_object || listed.object) AS field
            WHERE $7 IS NULL AND field NOT IN ('id', 'object')
         ) watched
   WHERE listed.is_known
     AND nullif(listed.known_object #> watched.path, 'null') IS DISTINCT FROM nullif(listed.object #> watched.path, 'null')
  UNION ALL
  -- That it had been gone would be forgotten when it comes back.
  SELECT $1, $2, listed.id, listed.parent_id, 'gone_at', to_jsonb(listed.known_gone_at), NULL, listed.at
    FROM listed WHERE listed.known_gone_at IS NOT NULL
), stored AS (
  INSERT INTO directory_objects AS kept (organization_id, kind, id, parent_id, project_id, name, status, created_at,
              last_used_at, owner_id, object, first_seen_at, last_seen_at)
  SELECT $1, $2, id, parent_id, project_id, name, status, created_at, last_used_at, owner_id, object, at, at
    FROM listed
  ON CONFLICT (organization_id, kind, id, parent_id) DO UPDATE
    SET project_id = excluded.project_id, name = excluded.name, status = excluded.status,
        created_at = excluded.created_at, last_used_at = excluded.last_used_at, owner_id = excluded.owner_id,
        object = excluded.object, last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at), missed_lists = 0,
        gone_at = NULL, gone_reason = NULL
), missed AS (
  UPDATE directory_objects AS kept
     SET missed_lists = missed_lists + 1,
         gone_at = CASE WHEN missed_lists + 1 >= $9::integer THEN lists.at END,
         gone_reason = CASE WHEN missed_lists + 1 >= $9 THEN 'not_listed' END
    FROM lists
   WHERE lists.complete AND organization_id = $1 AND kind = $2 AND gone_at IS NULL AND kept.parent_id = lists.parent_id
     -- An array is hashed; joined with "listed", of unknown length to Postgres, each row might be compared with each.
     AND lists.list || ' ' || id <> ALL ($8::text[])
  RETURNING lists.list, kept.id, kept.gone_at, lists.prefix
), orphaned AS (
${orphans(kind, 'missed')}
)
SELECT list::integer, count(*) FILTER (WHERE what = 'added')::integer AS added,
       count(*) FILTER (WHERE what = 'gone')::integer AS gone, count(*) FILTER (WHERE what = 'renamed') > 0 AS renamed
  FROM (
    SELECT list, 'added' AS what FROM listed WHERE NOT is_known
    UNION ALL SELECT list, 'gone' FROM missed WHERE gone_at IS NOT NULL
    UNION ALL SELECT list, 'gone' FROM orphaned
    -- Called otherwise by those who name it, see labels.ts.
    UNION ALL SELECT list, 'renamed' FROM listed
     WHERE coalesce(name, object ->> 'redacted_value') IS DISTINCT FROM coalesce(known_name, known_object ->> 'redacted_value')
  ) AS news
 GROUP BY list`;

/** $1 organization, $2 kind; $3 parents, $4 times, $5 whether they are complete and $6 problems of the lists. */
export const LISTS_READ = `
INSERT INTO directory_lists AS kept (organization_id, kind, parent_id, read_at, tried_at, complete_at, problem)
SELECT $1, $2, parent_id, at, at, CASE WHEN complete THEN at END, problem
  FROM unnest($3::text[], $4::timestamptz[], $5::boolean[], $6::text[]) AS list (parent_id, at, complete, problem)
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

/** Ends what belongs to archived projects. $1 organization, $2 projects, $3 when each of them is seen to be. */
export const MARK_BELONGINGS_GONE = `
WITH ended AS (
  UPDATE directory_objects AS kept SET gone_at = archived.at, gone_reason = 'project_archived'
    FROM unnest($2::text[], $3::timestamptz[]) AS archived (id, at)
   WHERE organization_id = $1::integer AND kind <> 'project' AND gone_at IS NULL AND project_id = archived.id
  RETURNING project_id
)
SELECT project_id AS "projectId", count(*)::integer AS gone FROM ended GROUP BY project_id`;

/** $1 organization, $2 kind, $3 id, $4 time, $5 parent, $6 what its lists are called up to its id. */
export const markGone = (kind: KindName): string => `
WITH lost AS (
  UPDATE directory_objects SET gone_at = $4::timestamptz, gone_reason = 'not_found'
   WHERE organization_id = $1::integer AND kind = $2::text AND id = $3::text AND parent_id = $5::text AND gone_at IS NULL
  RETURNING 1::bigint AS list, id, gone_at, $6::text AS prefix
), orphaned AS (
${orphans(kind, 'lost')}
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
