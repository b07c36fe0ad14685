import type { QueryClient } from '@tanstack/react-query';
import type { SyncAnswer } from '@bursar/contract';
import type { Api } from './api.js';
import type { SearchParams } from './search-params.js';

/** What is known of the page of an address before it is drawn for the first time. */
export interface PageStart {
  api: Api;
  /** Keeps what is asked, so that the page finds it there or on its way. */
  client: QueryClient;
  search: SearchParams;
  /** State of collecting, which tells the day. */
  sync: SyncAnswer;
  /** The organization that the address chooses; null: all of them. */
  chosen: string | null;
}
