/** What Express adds to Node's own request, as far as Bursar uses it. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface WebRequest extends IncomingMessage {
  method: string;
  /** Whether the line to the browser is encrypted; a proxy is believed only where it is configured. */
  secure: boolean;
  /** The browser's address; the same goes for it. */
  ip?: string;
  /** As Express ties the two together. */
  res: ServerResponse;
  /** The route that answers, once it is found. */
  route?: { path: string };
}

export type WebResponse = ServerResponse<WebRequest>;
