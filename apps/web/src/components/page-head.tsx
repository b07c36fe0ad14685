import type { ReactNode } from 'react';
import './page-head.css';

interface PageHeadProps {
  title: string;
  /** One sentence that answers what the reader came for. */
  answer: ReactNode;
  actions?: ReactNode;
  /** Completeness chip and badges. */
  meta?: ReactNode;
  stale?: boolean;
}

export function PageHead({ title, answer, actions, meta, stale = false }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-title">
        <h1>{title}</h1>
        {actions}
      </div>
      <p className={stale ? 'answer stale' : 'answer'}>{answer}</p>
      {meta !== undefined && <div className="page-meta">{meta}</div>}
    </header>
  );
}
