import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityItem } from '@bursar/contract';
import { Term } from '../../components/term.js';
import { whoName } from '../../lib/activity-words.js';
import { DEFAULT_VIEW } from './activity-view.js';
import type { ChangeView } from './use-activity-view.js';

/** Who did it, from where and with what. */
export function EntryWho({ item, change }: { item: ActivityItem; change: ChangeView }) {
  const { t } = useTranslation();
  const { person, token_id: token, address, request_id: request } = item;
  const showAll = (id: string) => change({ ...DEFAULT_VIEW, values: { ...DEFAULT_VIEW.values, person: [id] } });
  return (
    <section>
      <h3>{t('activity.panel.who')}</h3>
      <dl className="event-terms">
        <Term name={t('activity.panel.term.person')} value={whoName(item, t)} />
        <Term name={t('activity.panel.term.email')} value={person?.email ?? null} />
        <Term name={t('activity.panel.term.token')} value={token} mono />
        <Term name={t('activity.panel.term.address')} value={address} mono />
        <Term name={t('activity.panel.term.request')} value={request} mono />
        {person !== null && (
          <>
            <dt />
            <dd>
              <button type="button" className="link-button all-of" onClick={() => showAll(person.id)}>
                <ListFilter aria-hidden="true" />
                {t('activity.panel.allByPerson')}
              </button>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
