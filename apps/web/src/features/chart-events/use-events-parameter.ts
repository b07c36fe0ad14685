import { useNavigate, useSearch } from '@tanstack/react-router';
import type { SearchParams } from '../../lib/search-params.js';
import type { EventsChoice } from './events-switch.js';

/** The parameter of an address that says that events are drawn, and its only value. */
export const EVENTS_PARAMETER = 'events';
export const EVENTS_ON = 'on';

/** Whether events are drawn, kept in the address beside whatever else stands there. */
export function useEventsParameter(): EventsChoice {
  const navigate = useNavigate();
  // Each page that has such a chart takes any names and values.
  const { [EVENTS_PARAMETER]: value, ...others } = useSearch({ strict: false }) as SearchParams;
  const onChange = (isOn: boolean) =>
    void navigate({
      to: '.',
      search: isOn ? { ...others, [EVENTS_PARAMETER]: EVENTS_ON } : others,
      resetScroll: false,
    });
  return { isOn: value === EVENTS_ON, onChange };
}
