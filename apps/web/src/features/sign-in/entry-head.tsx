import type { ReactNode } from 'react';
import './sign-in.css';

/** What this page is for, and of which server it is. */
export function EntryHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className="entry-head">
      <h1>{title}</h1>
      <p>{children}</p>
    </header>
  );
}
