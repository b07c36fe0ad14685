import { Drawer } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './explorer.css';

/** Where controls move into a sheet. */
export const NARROW = '(max-width: 599px)';

/** What a narrow screen has no room for beside the range and the grouping. */
export function ControlsSheet({ filters, children }: { filters: number; children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="control" aria-expanded={open} onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden="true" />
        {t('explorer.sheet.open')}
        {filters > 0 && <b>{filters}</b>}
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size={440}
        title={t('explorer.sheet.title')}
        closeButtonProps={{ 'aria-label': t('explorer.sheet.close') }}
      >
        <div className="controls-sheet">{children}</div>
      </Drawer>
    </>
  );
}
