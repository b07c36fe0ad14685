/** The check boxes of a table whose rows can be chosen. */
import { useTranslation } from 'react-i18next';
import { isolated } from '../lib/names.js';
import type { Selection } from './use-selection.js';
import './action-words.js';
import './bulk.css';

/** Chooses every row that is read; half on while some are. */
export function SelectAllHead({
  selection,
}: {
  selection: Pick<Selection<unknown>, 'chosen' | 'selectable' | 'toggleAll'>;
}) {
  const { t } = useTranslation();
  const { chosen, selectable, toggleAll } = selection;
  return (
    <th scope="col" className="select-cell">
      <label>
        <input
          type="checkbox"
          aria-label={t('actions.select.all', { count: selectable })}
          checked={selectable > 0 && chosen.length === selectable}
          disabled={selectable === 0}
          ref={(input) => {
            if (input !== null) input.indeterminate = chosen.length > 0 && chosen.length < selectable;
          }}
          onChange={toggleAll}
        />
      </label>
    </th>
  );
}

interface SelectCellProps<Item> {
  selection: Selection<Item>;
  item: Item;
  name: string;
}

/** Chooses one row; empty where nothing can be done with it. */
export function SelectCell<Item>({ selection, item, name }: SelectCellProps<Item>) {
  const { t } = useTranslation();
  return (
    <td className="select-cell">
      {selection.isSelectable(item) && (
        <label>
          <input
            type="checkbox"
            aria-label={t('actions.select.one', { name: isolated(name) })}
            checked={selection.isChosen(item)}
            onChange={() => selection.toggle(item)}
          />
        </label>
      )}
    </td>
  );
}
