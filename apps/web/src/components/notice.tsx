import type { ReactNode } from 'react';
import { SeverityIcon, type Tone } from './severity.js';
import './notice.css';

interface NoticeProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** What happened, what it means, and at most one thing to do about it. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <div className={`notice tone-${tone}`} role={tone === 'critical' ? 'alert' : 'status'}>
      <SeverityIcon tone={tone} />
      <p className="notice-title">{title}</p>
      {children !== undefined && <div className="notice-text">{children}</div>}
      {action !== undefined && action !== false && <div className="notice-action">{action}</div>}
    </div>
  );
}
