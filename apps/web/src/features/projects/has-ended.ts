import type { Project } from '@bursar/contract';

/** Archived or gone: OpenAI answers no more for what belongs to it, so that nothing new is learnt. */
export const hasEnded = ({ status, gone_at }: Pick<Project, 'status' | 'gone_at'>): boolean =>
  status === 'archived' || gone_at !== null;
