import { ChartColumn, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './empty-state.css';

interface EmptyStateProps {
  title: string;
  /** What OpenAI answered and the last value that is known. */
  children: ReactNode;
  /** At most two ways on. */
  actions?: ReactNode;
  icon?: LucideIcon;
}

export function EmptyState({ title, children, actions, icon: Icon = ChartColumn }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Icon aria-hidden="true" />
      <h2>{title}</h2>
      <p>{children}</p>
      {actions !== undefined && <div className="controls">{actions}</div>}
    </div>
  );
}
