import type { CostsAnswer, SyncAnswer } from '@bursar/contract';
import type { CostsRequest } from './api.js';
import type { SearchParams } from './search-params.js';

/** What is known of the page of an address before it is drawn for the first time. */
export interface PageStart {
  /** Asks, and has somebody keep the answer for the page. */
  ask: {
    costs: (request: CostsRequest) => Promise<CostsAnswer>;
    projects: () => Promise<unknown>;
    apiKeys: () => Promise<unknown>;
  };
  search: SearchParams;
  /** State of collecting, which tells the day. */
  sync: SyncAnswer;
  /** The organization that the address chooses; null: all of them. */
  chosen: string | null;
}

/** Asks what a page will ask. Never rejects: what failed is asked again by the page, which says why. */
export type AskAhead = (start: PageStart) => Promise<void>;
