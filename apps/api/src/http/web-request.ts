/** What Express adds to Node's own request, as far as Bursar uses it. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface WebRequest extends IncomingMessage {
  method: string;
  /** Whether a trusted proxy says that the browser came by https. Ask `cameEncrypted`, which knows our address as well. */
  secure: boolean;
  /** The browser's address; that of the last proxy where none is trusted. */
  ip?: string;
  /** As Express ties the two together. */
  res: ServerResponse;
  /** The route that answers, once it is found. */
  route?: { path: string };
}

export type WebResponse = ServerResponse<WebRequest>;
