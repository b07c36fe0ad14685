import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Api } from '../lib/api.js';
import type { Outcome } from '../lib/management-calls.js';
import { useBulk, type BulkResult } from '../lib/use-bulk.js';
import { ActionDialog } from './action-dialog.js';
import { ActionForm, NOT_SENT, type Danger } from './action-form.js';
import { BulkProgress } from './bulk-progress.js';
import { BulkTable, type BulkRow } from './bulk-table.js';

interface BulkDialogProps<Item> {
  title: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What will happen to one of them, or why it is left out. */
  rowOf: (item: Item) => BulkRow;
  /** What will happen to all of them, said before it is asked for. */
  says?: ReactNode;
  /** What is chosen for all of them, above what that will do to each. */
  before?: ReactNode;
  danger?: Danger;
  submit: string;
  /** One call. */
  act: (api: Api, item: Item, values: { reason: string }) => Promise<Outcome<unknown>>;
  /** The way to what was made of one of them, beside what came of it. */
  linkOf?: (item: Item) => ReactNode;
  /** Told when nothing is under way any more and everything was done. */
  onAllDone: (count: number) => void;
  onClose: () => void;
}

/**
 * Many at once: first what will happen to each, then what came of each.
 *
 * Only those that failed can be tried again; what was done, and what nobody knows of, is never sent twice.
 */
export function BulkDialog<Item>(props: BulkDialogProps<Item>) {
  const { title, items, keyOf, rowOf, says, before, danger, submit, act, linkOf, onAllDone, onClose } = props;
  const { t } = useTranslation();
  const reason = useRef('');
  const wanted = items.filter((item) => rowOf(item).leftOut === undefined);
  const bulk = useBulk(keyOf, (results) => {
    if (results.every(isDone)) onAllDone(results.length);
  });
  const run = (those: readonly Item[]) => bulk.run(those, (api, item) => act(api, item, { reason: reason.current }));
  if (bulk.isRunning !== null) {
    return (
      <ActionDialog title={title} onClose={onClose} size={WIDTH} isHeld={bulk.isRunning}>
        <BulkTable items={wanted} keyOf={keyOf} rowOf={rowOf} resultOf={bulk.resultOf} linkOf={linkOf} />
        <BulkProgress bulk={bulk} items={wanted} onAgain={run} onClose={onClose} />
      </ActionDialog>
    );
  }
  return (
    <ActionDialog title={title} onClose={onClose} size={WIDTH}>
      {says}
      {before}
      <BulkTable items={items} keyOf={keyOf} rowOf={rowOf} />
      {wanted.length === 0 ? (
        <>
          <p>{t('actions.bulk.nothing')}</p>
          <div className="controls">
            <button type="button" className="control" onClick={onClose}>
              {t('actions.close')}
            </button>
          </div>
        </>
      ) : (
        <ActionForm
          action={NOT_SENT}
          submit={submit}
          busy={submit}
          onSubmit={(values) => {
            reason.current = values.reason;
            run(wanted);
          }}
          onClose={onClose}
          {...(danger !== undefined && { danger })}
        />
      )}
    </ActionDialog>
  );
}

const WIDTH = 680;
const isDone = ({ state }: BulkResult): boolean => state === 'done';
