import { useTranslation } from 'react-i18next';
import { count } from '../lib/format/numbers.js';
import type { Bulk } from '../lib/use-bulk.js';

interface BulkProgressProps<Item> {
  bulk: Bulk<Item>;
  items: readonly Item[];
  /** Begins with those given: all that failed, or all that were not begun. */
  onAgain: (items: readonly Item[]) => void;
  onClose: () => void;
}

/** How far it is, the way to stop it, and then what is left to do. */
export function BulkProgress<Item>({ bulk, items, onAgain, onClose }: BulkProgressProps<Item>) {
  const { t } = useTranslation();
  const { counts, isRunning, isStopping, stop } = bulk;
  const { done, failed, unknown, stopped } = counts;
  const those = (state: 'failed' | 'stopped') => items.filter((item) => bulk.resultOf(item)?.state === state);
  return (
    <>
      <div role="status">
        <p>{t('actions.bulk.progress', { done: count(done), count: items.length })}</p>
        {failed > 0 && <p>{t('actions.bulk.failed', { count: failed })}</p>}
        {unknown > 0 && <p>{t('actions.bulk.unknown', { count: unknown })}</p>}
        {stopped > 0 && <p>{t('actions.bulk.stopped', { count: stopped })}</p>}
        {isStopping && <p>{t('actions.bulk.stopping')}</p>}
      </div>
      <div className="controls">
        {isRunning === true ? (
          // The form before has just gone with its focus.
          <button key="stop" type="button" className="control" aria-disabled={isStopping} onClick={stop} autoFocus>
            {t('actions.bulk.stop')}
          </button>
        ) : (
          <>
            {failed > 0 && (
              <button type="button" className="control primary" onClick={() => onAgain(those('failed'))}>
                {t('actions.bulk.retry', { count: failed })}
              </button>
            )}
            {stopped > 0 && (
              <button type="button" className="control" onClick={() => onAgain(those('stopped'))}>
                {t('actions.bulk.goOn', { count: stopped })}
              </button>
            )}
            <button key="close" type="button" className="control" onClick={onClose} autoFocus>
              {t('actions.close')}
            </button>
          </>
        )}
      </div>
    </>
  );
}
