import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './completeness-chip.css';

export interface StatePart {
  icon: LucideIcon;
  text: ReactNode;
  /** Something that needs a look: in amber, never by colour alone. */
  warn?: boolean;
}

/** The state of lists in the manner of the completeness of figures, with nothing behind it to open. */
export function StateChip({ parts }: { parts: readonly StatePart[] }) {
  return (
    <p className="completeness fixed">
      {parts.map(({ icon: Icon, text, warn = false }, index) => (
        <span key={index} className={warn ? 'warn' : undefined}>
          <Icon aria-hidden="true" />
          {text}
        </span>
      ))}
    </p>
  );
}
