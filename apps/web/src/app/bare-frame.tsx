import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from './brand.js';
import './bare-frame.css';

/** A page without the shell: the name, and one narrow column. */
export function BareFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="bare-frame" id="main">
      <div className="bare-column">
        <p className="bare-brand">
          <Brand />
          {t('shell.name')}
        </p>
        {children}
      </div>
    </main>
  );
}
