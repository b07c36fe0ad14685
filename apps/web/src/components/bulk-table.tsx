import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkResult } from '../lib/use-bulk.js';
import { DataTable } from './data-table.js';
import { EntityName } from './entity-name.js';
import { Badge, type Tone } from './severity.js';
import './action-words.js';
import './bulk.css';

/** One of many, before anything happens to it. */
export interface BulkRow {
  name: string;
  /** What will happen to it. */
  happens: ReactNode;
  /** Why nothing will happen to it; absent: something will. */
  leftOut?: string;
}

interface BulkTableProps<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  rowOf: (item: Item) => BulkRow;
  /** Absent: nothing was begun. */
  resultOf?: (item: Item) => BulkResult | null;
  /** The way to what was made of one of them. */
  linkOf?: ((item: Item) => ReactNode) | undefined;
}

/** What will happen to each, and then what came of it. */
export function BulkTable<Item>({ items, keyOf, rowOf, resultOf, linkOf }: BulkTableProps<Item>) {
  const { t } = useTranslation();
  return (
    <div className="bulk-table">
      <DataTable
        caption={t('actions.bulk.preview')}
        columns={2}
        rows={items}
        head={
          <tr>
            <th scope="col">{t('actions.bulk.object')}</th>
            <th scope="col">{t(resultOf === undefined ? 'actions.bulk.happens' : 'actions.bulk.result')}</th>
          </tr>
        }
        renderRow={(item) => {
          const { name, happens, leftOut } = rowOf(item);
          const result = resultOf?.(item) ?? null;
          return (
            <tr key={keyOf(item)}>
              <th scope="row">
                <EntityName name={name} />
              </th>
              <td>
                {result !== null ? (
                  <>
                    <Result result={result} />
                    {result.state === 'done' && linkOf !== undefined && (
                      <span className="bulk-link">{linkOf(item)}</span>
                    )}
                  </>
                ) : leftOut === undefined ? (
                  happens
                ) : (
                  <span className="quiet">{leftOut}</span>
                )}
              </td>
            </tr>
          );
        }}
      />
    </div>
  );
}

const TONES: Readonly<Record<BulkResult['state'], Tone>> = {
  waiting: 'unknown',
  running: 'notice',
  done: 'ok',
  failed: 'critical',
  unknown: 'warning',
  stopped: 'unknown',
};

function Result({ result }: { result: BulkResult }) {
  const { t } = useTranslation();
  const why = result.state === 'failed' ? result.error.message : result.state === 'unknown' ? result.detail : null;
  return (
    <>
      <Badge tone={TONES[result.state]}>{t(`actions.bulk.state.${result.state}`)}</Badge>
      {why !== null && <span className="bulk-why">{why}</span>}
    </>
  );
}
