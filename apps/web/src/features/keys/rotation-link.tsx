import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

export const rotationPath = (id: string): string => `/keys/rotations/${encodeURIComponent(id)}`;

/** Leads to the wizard of a rotation. */
export function RotationLink({ id, children }: { id: string; children: ReactNode }) {
  const { history } = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.push(rotationPath(id));
  };
  return (
    <a href={rotationPath(id)} onClick={follow}>
      {children}
    </a>
  );
}
