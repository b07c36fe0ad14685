import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorOf } from '../features/sign-in/entry-form.js';
import type { Api } from '../lib/api.js';
import type { Outcome } from '../lib/management-calls.js';
import { useBulk, type Bulk, type BulkResult } from '../lib/use-bulk.js';
import { ActionDialog } from './action-dialog.js';
import { ActionForm, type Danger } from './action-form.js';
import { BulkProgress } from './bulk-progress.js';
import { BulkTable, type BulkRow } from './bulk-table.js';

interface BulkDialogProps<Item, Name extends string> {
  title: string;
  /** What will happen to all of them, said before it is asked for. */
  says?: ReactNode;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What will happen to one of them, or why it is left out. */
  rowOf: (item: Item) => BulkRow;
  /** One call. */
  act: (api: Api, item: Item, values: Record<Name, string> & { reason: string }) => Promise<Outcome<unknown>>;
  submit: string;
  busy: string;
  danger?: Danger;
  fields?: Readonly<Record<Name, string>>;
  optional?: readonly NoInfer<Name>[];
  /** Told when nothing is under way any more and everything was done. */
  onAllDone: (count: number) => void;
  onClose: () => void;
  children?: (errorOf: ErrorOf<NoInfer<Name>>) => ReactNode;
}

/**
 * Many at once: first what will happen to each, then what came of each.
 *
 * Only those that failed can be tried again; what was done, and what nobody knows of, is never sent twice.
 */
export function BulkDialog<Item, Name extends string = never>(props: BulkDialogProps<Item, Name>) {
  const { title, items, keyOf, rowOf, onAllDone, onClose } = props;
  const { t } = useTranslation();
  const wanted = items.filter((item) => rowOf(item).leftOut === undefined);
  const bulk = useBulk(keyOf, (results) => {
    if (results.every(isDone)) onAllDone(results.length);
  });
  return (
    <ActionDialog title={title} onClose={onClose} size={680} isHeld={bulk.isRunning === true}>
      <BulkTable
        items={bulk.isRunning === null ? items : wanted}
        keyOf={keyOf}
        rowOf={rowOf}
        {...(bulk.isRunning !== null && { resultOf: bulk.resultOf })}
      />
      {wanted.length === 0 ? (
        <>
          <p>{t('actions.bulk.nothing')}</p>
          <div className="controls">
            <button type="button" className="control" onClick={onClose} data-autofocus>
              {t('actions.close')}
            </button>
          </div>
        </>
      ) : (
        <Steps {...props} wanted={wanted} bulk={bulk} />
      )}
    </ActionDialog>
  );
}

const isDone = ({ state }: BulkResult): boolean => state === 'done';
const nothing = (): undefined => undefined;
/** The results stand in the table; the form is gone by then. */
const NOT_SENT = { isPending: false, error: null, unknown: null, look: nothing, isLooking: false };

interface StepsProps<Item, Name extends string> extends BulkDialogProps<Item, Name> {
  wanted: readonly Item[];
  bulk: Bulk<Item>;
}

function Steps<Item, Name extends string>(props: StepsProps<Item, Name>) {
  const { says, wanted, bulk, act, submit, busy, danger, fields, optional, onClose, children } = props;
  const entered = useRef<(Record<Name, string> & { reason: string }) | null>(null);
  const run = (those: readonly Item[]) => {
    const values = entered.current;
    if (values !== null) bulk.run(those, (api, item) => act(api, item, values));
  };
  if (bulk.isRunning !== null) return <BulkProgress bulk={bulk} items={wanted} onAgain={run} onClose={onClose} />;
  return (
    <ActionForm<Name>
      action={NOT_SENT}
      says={says}
      submit={submit}
      busy={busy}
      onSubmit={(values) => {
        entered.current = values;
        run(wanted);
      }}
      onClose={onClose}
      {...(danger !== undefined && { danger })}
      {...(fields !== undefined && { fields })}
      {...(optional !== undefined && { optional })}
      {...(children !== undefined && { children })}
    />
  );
}
