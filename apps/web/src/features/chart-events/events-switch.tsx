import { Flag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../lib/session.js';

export interface EventsChoice {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Draws what happened at OpenAI on a chart; not offered to whoever may not see the log. */
export function EventsSwitch({ isOn, onChange }: EventsChoice) {
  const { t } = useTranslation();
  if (!useMay('audit_events.read')) return null;
  return (
    <button
      type="button"
      className="control small"
      aria-pressed={isOn}
      title={t('explorer.chart.eventsHint')}
      onClick={() => onChange(!isOn)}
    >
      <Flag aria-hidden="true" />
      {t('explorer.chart.events')}
    </button>
  );
}
