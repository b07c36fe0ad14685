const DAY_AT_END = / \d{4}-\d{2}-\d{2}$/;

/**
 * What a new key is called where nobody says: the old name with the day.
 *
 * The old key may be one that was rotated before and bears its own day: that one makes room, or names would grow with
 * each rotation.
 *
 * @param at ISO 8601
 */
export const newKeyName = (oldName: string | null, at: string): string =>
  `${(oldName ?? 'key').replace(DAY_AT_END, '')} ${at.slice(0, 10)}`;
