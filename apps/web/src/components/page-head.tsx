import type { ReactNode } from 'react';
import './page-head.css';

interface PageHeadProps {
  /** Text, or a name that comes from OpenAI. */
  title: ReactNode;
  /** Way up to the list that the page is one of. */
  crumb?: ReactNode;
  /** One sentence that answers what the reader came for. */
  answer: ReactNode;
  actions?: ReactNode;
  /** Completeness chip and badges. */
  meta?: ReactNode;
  stale?: boolean;
}

export function PageHead({ title, crumb, answer, actions, meta, stale = false }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-title">
        {crumb !== undefined && (
          <span className="crumb">
            {crumb} <span aria-hidden="true">/</span>
          </span>
        )}
        <h1>{title}</h1>
        {actions}
      </div>
      <p className={stale ? 'answer stale' : 'answer'}>{answer}</p>
      {meta !== undefined && <div className="page-meta">{meta}</div>}
    </header>
  );
}
