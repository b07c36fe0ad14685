/** A real OpenID Connect provider on this machine, which signs in whoever a spec says, and errs where it is told to. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';

export const CLIENT = { id: 'bursar', secret: 'client-secret-C4narY-5e1b07' };

const CLAIMS = ['groups', 'realm_access', 'email', 'email_verified', 'name'];

/** The same whenever it begins anew: who knows it keeps it. */
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Claims = Record<string, unknown>;

/** Who is at the keyboard, and what the provider tells of them where. */
export interface Account {
  sub: string;
  idToken?: Claims;
  userinfo?: Claims;
  amr?: string[];
}

export interface IdentityProvider {
  issuer: string;
  /** Who signs in next. */
  account: Account;
  /** Changes what the token endpoint answers. */
  alterTokens: ((answer: Claims) => Claims) | null;
  /** Changes what discovery answers. */
  alterDiscovery: ((answer: Claims) => Claims) | null;
  /** Nothing is answered any more. */
  hangs: boolean;
  /** Answers discovery by a redirect to there. */
  movedTo: string | null;
  /** Paths that were asked. */
  asked: string[];
  /** Codes and tokens that were given out. */
  secrets: string[];
  /** Begins to answer, and leads back to these addresses alone. */
  leadBackTo(redirectUris: string[]): void;
  stop(): void;
}

/** What the provider remembers; its own memory would warn of itself. */
class Memory implements Adapter {
  private static readonly kept = new Map<string, AdapterPayload>();

  constructor(private readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    Memory.kept.set(`${this.model}:${id}`, payload);
    if (payload.uid !== undefined) Memory.kept.set(`${this.model}:uid:${payload.uid}`, payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return Memory.kept.get(`${this.model}:${id}`);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Memory.kept.get(`${this.model}:uid:${uid}`);
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    Object.assign(Memory.kept.get(`${this.model}:${id}`) ?? {}, { consumed: Date.now() });
  }

  async destroy(id: string): Promise<void> {
    Memory.kept.delete(`${this.model}:${id}`);
  }

  /** Nothing is asked for after a grant is over. */
  async revokeByGrantId(): Promise<void> {
    return undefined;
  }
}

/** Its address is known before those of the applications that it leads back to. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const played: IdentityProvider = {
    issuer: `http://127.0.0.1:${port}`,
    account: { sub: 'nobody' },
    alterTokens: null,
    alterDiscovery: null,
    hangs: false,
    movedTo: null,
    asked: [],
    secrets: [],
    leadBackTo: (redirectUris) => serve(server, configured(played, redirectUris), played),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return played;
}

function configured(played: IdentityProvider, redirectUris: string[]): Provider {
  const provider = new Provider(played.issuer, {
    adapter: Memory,
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirectUris,
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr', ...CLAIMS], profile: [], email: [] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: (use) => ({ sub, ...(use === 'id_token' ? played.account.idToken : played.account.userinfo) }),
    }),
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  });
  return provider;
}

function serve(server: Server, provider: Provider, played: IdentityProvider): void {
  const answer = provider.callback();
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '', played.issuer);
    played.asked.push(pathname);
    note(played, searchParams.get('code'));
    if (played.hangs) return;
    if (played.movedTo !== null && pathname.startsWith('/.well-known')) {
      response.writeHead(302, { location: played.movedTo }).end();
    } else if (pathname.startsWith('/interaction/')) {
      signInAtOnce(provider, played, { request, response }).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    } else {
      if (pathname === '/token') alter(response, (answered) => tokensOf(played, answered));
      if (pathname.startsWith('/.well-known'))
        alter(response, (answered) => played.alterDiscovery?.(answered) ?? answered);
      void answer(request, response);
    }
  });
}

/** Where a person would type a password and consent. */
async function signInAtOnce(
  provider: Provider,
  { account }: IdentityProvider,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { params, prompt, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const login = { accountId: account.sub, ...(account.amr && { amr: account.amr }) };
    await provider.interactionFinished(request, response, { login });
    return;
  }
  const clientId = String(params['client_id']);
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = known ?? new provider.Grant({ accountId: account.sub, clientId });
  grant.addOIDCScope('openid profile email');
  grant.addOIDCClaims(CLAIMS);
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

function tokensOf(played: IdentityProvider, answered: Claims): Claims {
  const altered = played.alterTokens?.(answered) ?? answered;
  for (const name of ['access_token', 'id_token']) note(played, altered[name]);
  return altered;
}

/** Koa ends an answer with all of its body. */
function alter(response: ServerResponse, change: (answered: Claims) => Claims): void {
  const end = response.end.bind(response);
  response.end = ((body: unknown) => {
    const text = JSON.stringify(change(JSON.parse(String(body)) as Claims));
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
    // One of its several forms is all that Koa uses.
  }) as ServerResponse['end'];
}

function note({ secrets }: IdentityProvider, secret: unknown): void {
  if (typeof secret === 'string') secrets.push(secret);
}
