import { useTranslation } from 'react-i18next';
import { moment } from '../lib/format/times.js';
import type { ActionState } from '../lib/use-action.js';
import { Notice } from './notice.js';
import './action-words.js';

interface UnknownOutcomeProps {
  action: Pick<ActionState, 'look' | 'isLooking'> & { unknown: NonNullable<ActionState['unknown']> };
  onClose: () => void;
}

/** Stands in the place of a form whose answer was lost: it looks again, and offers no way to send it twice. */
export function UnknownOutcome({ action: { unknown, look, isLooking }, onClose }: UnknownOutcomeProps) {
  const { t } = useTranslation();
  const { detail, lookedAt } = unknown;
  return (
    <>
      <Notice tone="warning" title={t('actions.unknown.title')}>
        <p>{detail ?? t('actions.unknown.lost')}</p>
        <p>{t('actions.unknown.again')}</p>
        {lookedAt !== null && <p>{t('actions.unknown.looked', { at: moment(lookedAt) })}</p>}
      </Notice>
      <div className="controls">
        {/* The form before has just gone with its focus. */}
        <button type="button" className="control primary" aria-disabled={isLooking} onClick={look} autoFocus>
          {t(isLooking ? 'actions.unknown.looking' : 'actions.unknown.look')}
        </button>
        <button type="button" className="control" onClick={onClose}>
          {t('actions.close')}
        </button>
      </div>
    </>
  );
}
