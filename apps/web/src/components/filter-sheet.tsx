import { Drawer } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../lib/format/numbers.js';

interface FilterSheetProps {
  /** How many of those inside are set. */
  set: number;
  /** The filters. */
  children: ReactNode;
}

/** What a narrow screen has no room for beside the search. */
export function FilterSheet({ set, children }: FilterSheetProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="control" aria-expanded={open} onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden="true" />
        {t('words.filters')}
        {set > 0 && <b>{count(set)}</b>}
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        title={t('words.filters')}
        closeButtonProps={{ 'aria-label': t('words.filtersClose') }}
      >
        <div className="filter-sheet">{children}</div>
      </Drawer>
    </>
  );
}
