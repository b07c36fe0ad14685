import type { AskAhead } from '../lib/page-start.js';
import { askAhead as askForCosts } from '../features/costs/ask-ahead.js';

/** Pages whose figures are asked for before their code has come, by address. */
export const PAGE_STARTS: Readonly<Record<string, AskAhead>> = { '/costs': askForCosts };
