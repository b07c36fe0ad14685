import { useTranslation } from 'react-i18next';
import type { Offboarding } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Sentence } from '../../components/sentence.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { listOf } from '../../lib/format/intl.js';
import { leaverName } from './leaver-name.js';
import { whatBreaks } from './what-breaks.js';

/** "3 things have to be done before Kenji Abe leaves: 2 keys are in use ($812.11 in 30 days) and …" */
export function OffboardingAnswer({ leaving }: { leaving: Offboarding }) {
  const { t } = useTranslation();
  const { member, steps } = leaving;
  const breaks = whatBreaks(leaving, t);
  const blocking = steps.filter((step) => step.blocking).length;
  return (
    <Sentence
      of={(mark) => {
        const name = mark(
          <b>
            <EntityName name={leaverName(member)} />
          </b>,
        );
        if (member.gone_at !== null) {
          return t('offboarding.answer.gone', { name, day: day.full(dayOf(member.gone_at)) });
        }
        if (blocking === 0) return t('offboarding.answer.nothing', { name });
        return t('offboarding.answer.breaks', { count: blocking, name, what: listOf(breaks) });
      }}
    />
  );
}
