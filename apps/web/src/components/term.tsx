import type { ReactNode } from 'react';
import { PlainText } from './plain-text.js';

interface TermProps {
  name: string;
  /** Nothing is shown where there is none. */
  value: string | null;
  mono?: boolean;
  children?: ReactNode;
}

/** One of a list of terms, with what it is. */
export function Term({ name, value, mono = false, children }: TermProps) {
  if (value === null || value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children ?? <PlainText mono={mono}>{value}</PlainText>}</dd>
    </>
  );
}
