import type { DirectoryItem } from '@bursar/contract';

export type Invite = DirectoryItem<'invites'>;
export type InviteState = 'pending' | 'accepted' | 'expired';

/**
 * What became of an invite; null for a word of OpenAI's that this version does not know.
 *
 * OpenAI marks an invite as expired some time after its end; whoever clicks on it before is refused all the same.
 *
 * @param now the server's clock; null: not known yet, so that no end has passed
 */
export function inviteState({ status, expires_at }: Invite, now: string | null): InviteState | null {
  if (status === 'pending' && expires_at !== null && now !== null && expires_at <= now) return 'expired';
  return status === 'pending' || status === 'accepted' || status === 'expired' ? status : null;
}
