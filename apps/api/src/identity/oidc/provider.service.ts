import { Inject, Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import type { Environment } from '../../env.js';
import type { OidcSettings } from '../../oidc-settings.js';
import { callOutside } from '../../outgoing/outgoing.js';
import { DEFAULT_RULES, type OutgoingRules } from '../../outgoing/outgoing-rules.js';
import { type Clock, CLOCK, ENVIRONMENT, OUTGOING } from '../../tokens.js';
import { SignOnRefusedError } from './sign-on-refused.js';

/** Providers change where they are rarely, and their keys are read anew when one is unknown. */
const KNOWN_FOR_MS = 3_600_000;

/** Clocks differ. */
const TOLERATED_SECONDS = 30;

/**
 * The identity provider, as its discovery document describes it.
 *
 * Asked when somebody first wants to sign in by it, never at the start: a provider that is down or hangs stops nobody
 * who signs in by a password, and no server.
 */
@Injectable()
export class ProviderService {
  private known: { configuration: client.Configuration; untilMs: number } | null = null;
  private asking: Promise<client.Configuration> | null = null;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(OUTGOING) private readonly outgoing: Partial<OutgoingRules>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws what openid-client throws; nothing of a failure is kept, so that the next one asks again. */
  async configuration(settings: OidcSettings): Promise<client.Configuration> {
    const nowMs = this.clock.now().getTime();
    if (this.known !== null && nowMs < this.known.untilMs) return this.known.configuration;
    // Of many who come at once one asks.
    this.asking ??= this.discoverTwice(settings).finally(() => (this.asking = null));
    const configuration = await this.asking;
    this.known = { configuration, untilMs: nowMs + KNOWN_FOR_MS };
    return configuration;
  }

  /** Once more where nothing came: a connection that is cut, or a server that just starts, is nobody's outage. */
  private async discoverTwice(settings: OidcSettings): Promise<client.Configuration> {
    try {
      return await this.discover(settings);
    } catch {
      return this.discover(settings);
    }
  }

  private async discover(settings: OidcSettings): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer);
    const isClear = issuer.protocol === 'http:';
    const found = await client.discovery(issuer, settings.clientId, undefined, client.None(), {
      [client.customFetch]: this.call,
      execute: isClear ? [client.allowInsecureRequests] : [],
    });
    const metadata = found.serverMetadata();
    if (metadata.issuer.includes('{')) {
      const detail = 'The issuer is that of many organizations: BURSAR_OIDC_ISSUER needs the id of yours in it.';
      throw new SignOnRefusedError('failed', detail);
    }
    const configuration = new client.Configuration(
      metadata,
      settings.clientId,
      { [client.clockTolerance]: TOLERATED_SECONDS },
      authenticationFor(metadata, settings.clientSecret),
    );
    configuration[client.customFetch] = this.call;
    if (isClear) client.allowInsecureRequests(configuration);
    // The ID token comes by TLS from the provider itself; its signature is checked all the same.
    client.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  private readonly call: client.CustomFetch = (url, { method, headers, body, signal }) =>
    callOutside(
      new URL(url),
      { method, headers, body: bytesOf(body), ...(signal && { signal }) },
      { ...DEFAULT_RULES, allowedInside: this.environment.allowedInside, ...this.outgoing },
    );
}

/** By what the provider takes; what it takes when it does not say is Basic (OpenID Connect Discovery 1.0, §3). */
function authenticationFor(metadata: client.ServerMetadata, secret: string | null): client.ClientAuth {
  if (secret === null) return client.None();
  const taken = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return taken.includes('client_secret_basic') ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}

function bytesOf(body: client.FetchBody): Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (body instanceof URLSearchParams || typeof body === 'string') return new TextEncoder().encode(String(body));
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError('A body that is a stream is not sent.');
}
