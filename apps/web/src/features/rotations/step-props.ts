import type { Rotation } from '@bursar/contract';

/** What every step of the wizard is given. */
export interface StepProps {
  rotation: Rotation;
  /** The server's time. */
  now: string;
  /** Told why, where somebody else was faster. */
  onOvertaken: (detail: string) => void;
}

/** A new key as it was made just now: in the state of the page, and nowhere else. */
export interface MadeKey {
  /** Null: OpenAI's answer was lost, so that nobody has it. */
  secret: string | null;
  state: 'created' | 'found' | 'unknown';
}
