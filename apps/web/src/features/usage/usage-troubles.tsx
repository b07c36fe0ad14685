import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { UsageState } from '@bursar/contract';
import { Notice } from '../../components/notice.js';
import { stateTone } from './state-tone.js';
import type { CapabilityFigures } from './use-usage-overview.js';

type Trouble = Exclude<UsageState, 'collected' | 'no_traffic'>;

/** The most pressing first. */
const TROUBLES: readonly Trouble[] = ['stopped', 'failing', 'missing_scope', 'disabled', 'waiting'];

/** What is not collected as it should be: one notice for each reason, with what to do. */
export function UsageTroubles({ troubled }: { troubled: readonly CapabilityFigures[] }) {
  const { t } = useTranslation();
  return TROUBLES.map((state) => {
    const found = troubled.filter((each) => each.state === state);
    if (found.length === 0) return null;
    const scopes = [...new Set(found.flatMap(({ missing_scope: scope }) => scope ?? []))].join(', ');
    const list = found.map(({ label }) => label).join(', ');
    return (
      <Notice
        key={state}
        tone={stateTone(state)}
        title={t(`usage.state.${state}`)}
        action={
          <Link to="/sync" className="control">
            {t('usage.trouble.open')}
          </Link>
        }
      >
        {t(`usage.trouble.${state}`, { list, scope: scopes })}
      </Notice>
    );
  });
}
