import type { UsageState } from '@bursar/contract';
import type { Tone } from '../../components/severity.js';

/** The severity of a state, by what it needs from a person. */
export function stateTone(state: UsageState): Tone {
  switch (state) {
    case 'collected':
      return 'ok';
    case 'no_traffic':
    case 'disabled':
      return 'unknown';
    case 'waiting':
    case 'missing_scope':
      return 'notice';
    case 'failing':
      return 'warning';
    case 'stopped':
      return 'critical';
  }
}
