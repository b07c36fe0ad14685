import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** Leads to the wizard of a rotation. */
export function RotationLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link to="/keys/rotations/$rotationId" params={{ rotationId: id }}>
      {children}
    </Link>
  );
}
