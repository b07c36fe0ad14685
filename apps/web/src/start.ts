/**
 * The first code of a page: asks for what the page will ask for, while everything else is still on its way.
 *
 * A file of its own that needs neither React nor anything else that is drawn with, so that it has come and run long before
 * them; `main.tsx` finds the answers. Who has not signed in is refused the state of collecting, and nothing more is asked.
 */
import { PAGE_STARTS } from './app/page-starts.js';
import { AnswersAhead } from './lib/answers-ahead.js';
import { byFetch, createApi } from './lib/api.js';
import { choiceOf } from './lib/organization-parameter.js';
import type { AskAhead } from './lib/page-start.js';
import { parseSearch } from './lib/search-params.js';

export const answersAhead = new AnswersAhead(byFetch);

async function start(askAhead: AskAhead): Promise<void> {
  const ask = createApi(answersAhead.ask);
  const sync = await ask.sync();
  if (sync.organizations.length === 0) return;
  const search = parseSearch(location.search);
  await askAhead({ ask, search, sync, chosen: choiceOf(search, sync).chosen });
}

const askAhead = PAGE_STARTS[location.pathname];
// Not answered: the page will ask, and say it.
if (askAhead !== undefined) start(askAhead).catch(() => undefined);
