import { useNavigate, useSearch } from '@tanstack/react-router';
import { FEED_GROUPS, type FeedGroup } from './feed-groups.js';

/** Which groups are open, as the address says it. */
export function useOpenGroups(): [readonly FeedGroup[], (open: FeedGroup[]) => void] {
  const search = useSearch({ from: '/sync' });
  const navigate = useNavigate();
  const asked = [search['open'] ?? []].flat();
  const setOpen = (open: FeedGroup[]) =>
    void navigate({ to: '/sync', search: open.length === 0 ? {} : { open }, resetScroll: false, replace: true });
  return [FEED_GROUPS.filter((group) => asked.includes(group)), setOpen];
}
