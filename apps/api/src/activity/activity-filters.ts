/** What was done, as it is asked for: of both rows that tell of it. */
import type { ActivityQuery } from '@bursar/contract';

export type ActivityFilters = Omit<ActivityQuery, 'limit' | 'cursor'>;

/** Each thing that was done, `t`, with the row `o` that tells its outcome, where there is another. */
export const FROM = 'FROM activity t LEFT JOIN activity o ON o.completes = t.id';
export const OUTCOME = "coalesce(t.outcome, o.outcome, 'unknown')";
export const PERSON = 'coalesce(o.person_id, t.person_id)';
export const TARGET = 'coalesce(o.target, t.target)';
const WORDS = `lower(concat_ws(' ', t.person_name, t.person_email, o.person_name, o.person_email, t.address, t.what,
  t.reason, t.request_id, ${TARGET}->>'name', ${TARGET}->>'id', coalesce(o.detail, t.detail)))`;

export const instant = (at: string): string => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** @param bind takes a value and says how the statement names it */
export function conditionsOf(filters: ActivityFilters, bind: (value: unknown) => string): string[] {
  const { person, what, outcome, target, start, end, q } = filters;
  return [
    't.completes IS NULL',
    ...(person
      ? [`t.id IN (SELECT coalesce(completes, id) FROM activity WHERE person_id = ANY (${bind(person)}::integer[]))`]
      : []),
    ...(what ? [`t.what = ANY (${bind(what)}::text[])`] : []),
    ...(outcome ? [`${OUTCOME} = ANY (${bind(outcome)}::text[])`] : []),
    ...(target ? [`${TARGET}->>'id' = ANY (${bind(target)}::text[])`] : []),
    ...(start === undefined ? [] : [`t.at >= ${bind(start)}::timestamptz`]),
    ...(end === undefined ? [] : [`t.at < ${bind(end)}::timestamptz`]),
    ...(q ? [`${WORDS} LIKE ${bind(`%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`)}`] : []),
  ];
}
