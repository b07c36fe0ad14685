/** The server below Express, with the patience that it has for slow callers. */
import { createServer, type ServerOptions } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/** In milliseconds. */
export type Patience = Required<
  Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'keepAliveTimeout' | 'connectionsCheckingInterval'>
>;

/**
 * Whoever sends a request byte by byte holds a connection for nothing, and a few thousand such hold all of them. How
 * long an answer takes is not limited here: an export goes as fast as its caller takes it.
 */
const PATIENCE: Patience = {
  headersTimeout: 10_000,
  /** With its body, which has 100 kB at most. */
  requestTimeout: 30_000,
  /** Longer than the minute that proxies keep an idle connection: the one who closes first must not be us. */
  keepAliveTimeout: 65_000,
  /** How often the others are looked at. */
  connectionsCheckingInterval: 5_000,
};

/** Nest's adapter makes the server with Node's patience: five minutes for a request. */
export class WebServer extends ExpressAdapter {
  private readonly patience: Patience;

  /** @param patience shorter for specs */
  constructor(patience: Patience = PATIENCE) {
    super();
    this.patience = patience;
  }

  override initHttpServer(): void {
    this.httpServer = createServer(this.patience, this.getInstance());
  }
}
