import { CircleCheck, CircleHelp, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'critical' | 'warning' | 'notice' | 'ok' | 'unknown';

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  critical: OctagonAlert,
  warning: TriangleAlert,
  notice: Info,
  ok: CircleCheck,
  unknown: CircleHelp,
};

/** The icon of a severity. `label` is needed where no word stands beside it. */
export function SeverityIcon({ tone, label }: { tone: Tone; label?: string }) {
  const Icon = ICONS[tone];
  const words = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <span className={`severity-icon tone-${tone}`}>
      <Icon {...words} />
    </span>
  );
}

/** Icon and word, always both. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={`badge tone-${tone}`}>
      <Icon aria-hidden="true" />
      {children}
    </span>
  );
}
