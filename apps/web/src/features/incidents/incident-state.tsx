import { useTranslation } from 'react-i18next';
import type { IncidentState } from '@bursar/contract';
import { Badge } from '../../components/severity.js';
import './incident-words.js';

/** Whether somebody has to look at it. */
export function IncidentStateBadge({ state }: { state: IncidentState }) {
  const { t } = useTranslation();
  return <Badge tone={state === 'open' ? 'critical' : 'ok'}>{t(`incidents.state.${state}`)}</Badge>;
}
