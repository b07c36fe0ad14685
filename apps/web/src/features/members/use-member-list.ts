import type { Member } from '@bursar/contract';
import { useDirectoryList, type ListResult } from '../../lib/directory-queries.js';
import { requestOf, type ListShape } from '../directory/list-view.js';
import { useListView, type UsedListView } from '../directory/use-list-view.js';
import { KEPT_WITH_MEMBERS } from './members-tabs.js';

export type MemberSort = 'name' | 'added_at' | 'spend_month_to_date' | 'spend_last_30_days' | 'last_activity_at';

/** OpenAI's roles of an organization. */
export const MEMBER_ROLES = ['owner', 'reader'] as const;

const SHAPE: ListShape<MemberSort> = {
  sorts: ['name', 'added_at', 'spend_month_to_date', 'spend_last_30_days', 'last_activity_at'],
  first: { column: 'spend_month_to_date', descending: true },
  filters: { role: MEMBER_ROLES },
};

export interface MemberList {
  used: UsedListView<MemberSort>;
  list: ListResult<Member>;
}

/** The members that the address asks for. @param enabled false: another list is shown */
export function useMemberList(enabled: boolean): MemberList {
  const used = useListView(SHAPE, KEPT_WITH_MEMBERS);
  const list = useDirectoryList('members', requestOf(used.view), enabled);
  return { used, list };
}
