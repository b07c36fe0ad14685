import OpenAI, { APIError } from 'openai';
import { KEY_PLACEHOLDER, createAdminFetch } from './admin-fetch.js';
import { bodyChunks } from './answer-body.js';
import { InvalidAnswer, OpenAIAdminError } from './errors.js';
import { createPace, type Pace, type Priority, type Slot } from './pacing.js';
import { createRedaction } from './redaction.js';
import { requestError } from './request-error.js';

/** What the headers of an answer say, errors included. */
export interface AnswerHeaders {
  status: number;
  /** `x-request-id`, for questions to OpenAI's support. */
  requestId: string | null;
  /** `openai-organization`: whose data this is. */
  organizationId: string | null;
  /** OpenAI's clock. */
  serverDate: Date | null;
  receivedAt: Date;
}

export interface AdminClientOptions {
  adminKey: string;
  /** Default OpenAI's, `https://api.openai.com/v1`; the environment has no say. */
  baseUrl?: string;
  /** Default one of its own, in memory. */
  pace?: Pace;
  /** Default 30,000: how long OpenAI may be silent, before the status or within a body. */
  timeoutMs?: number;
  now?: () => Date;
  /** Told of each answer before its body is read. What it throws ends the read and reaches the reader's caller as it is. */
  onAnswer?: (headers: AnswerHeaders) => void;
}

/** One request, as the readers of this library make it. */
export interface AdminRequest {
  /** `GET /organization/projects/{}/api_keys`. */
  family: string;
  priority: Priority;
  signal?: AbortSignal | undefined;
  /**
   * It changes something at OpenAI: sent once, a 429 included, and not given up once it is sent, for then nobody could
   * tell whether it was done. The signal ends the wait for its turn alone.
   */
  isChange?: boolean;
  call: (sdk: OpenAI, options: { signal?: AbortSignal }) => { asResponse(): Promise<Response> };
}

/** An answer with status 200, or of a change 201, whose body has not been read. Read `chunks` or not, but `release` it. */
export interface Answer extends AnswerHeaders {
  chunks: AsyncGenerator<Uint8Array>;
  /** In this library's terms: why reading the body failed. */
  failure(thrown: unknown): unknown;
  /** Ends the request, in the middle of the body too. */
  release(): Promise<void>;
}

/** OpenAI's SDK with an admin key and nothing else, paced. Showing or logging it does not show the key. */
export interface AdminClient {
  /**
   * Sends a request when the pace lets it go; a 429 is waited out and the request repeated, a few times at most.
   *
   * @throws OpenAIAdminError; the signal's reason; what `onAnswer` throws.
   */
  send(request: AdminRequest): Promise<Answer>;
}

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';
/** How long OpenAI may be silent: less would give up pages of a heavy month, more would hold a feed for nothing. */
export const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_REFUSALS = 5;
/** A longer wait is better spent by the caller, who can give up what it holds meanwhile. */
const MAX_WAIT_MS = 10 * 60_000;

/**
 * Connects to OpenAI with an admin key.
 *
 * The SDK would also take keys, organization, project, address, headers and log level from the environment, and would
 * repeat failed requests on its own: all of that is switched off.
 *
 * @throws OpenAIAdminError `credential_refused` if the key cannot be one: empty, or with blanks or line breaks in it.
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { adminKey, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  if (!/^[\x21-\x7e]+$/.test(adminKey)) {
    throw new OpenAIAdminError('credential_refused', {
      family: 'Admin key',
      detail: 'it is empty or holds a blank, a line break or a character outside ASCII, so it was not sent',
    });
  }
  const sdk = new OpenAI({
    apiKey: null,
    adminAPIKey: KEY_PLACEHOLDER,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: options.baseUrl ?? DEFAULT_BASE_URL,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: createAdminFetch(adminKey, timeoutMs),
  });
  return new SdkClient(sdk, createRedaction(adminKey), {
    pace: options.pace ?? createPace(),
    timeoutMs,
    now: options.now ?? (() => new Date()),
    onAnswer: options.onAnswer ?? (() => undefined),
  });
}

type Settings = Required<Pick<AdminClientOptions, 'pace' | 'timeoutMs' | 'now' | 'onAnswer'>>;

class SdkClient implements AdminClient {
  readonly #sdk: OpenAI;
  readonly #redact: (text: string) => string;
  readonly #settings: Settings;

  constructor(sdk: OpenAI, redact: (text: string) => string, settings: Settings) {
    this.#sdk = sdk;
    this.#redact = redact;
    this.#settings = settings;
  }

  async send(request: AdminRequest): Promise<Answer> {
    for (let refusals = 1; ; refusals++) {
      const slot = await this.#settings.pace.reserve(request.family, request.priority, request.signal);
      try {
        return await this.#sendOnce(request, slot);
      } catch (error) {
        const isPassing = error instanceof OpenAIAdminError && error.code === 'rate_limited' && !request.isChange;
        if (!isPassing || refusals > MAX_REFUSALS || (error.retryAfterMs ?? 0) > MAX_WAIT_MS) throw error;
      }
    }
  }

  /** One attempt in a slot that is reserved. An answer keeps the slot until it is released, a failure gives it back. */
  async #sendOnce({ family, isChange = false, call, ...request }: AdminRequest, slot: Slot): Promise<Answer> {
    const { now, onAnswer } = this.#settings;
    const signal = isChange ? undefined : request.signal;
    let response: Response;
    try {
      response = await call(this.#sdk, signal ? { signal } : {}).asResponse();
    } catch (thrown) {
      const receivedAt = now();
      const error = requestError(thrown, { family, redact: this.#redact, receivedAt });
      slot.settled({ status: error.status, retryAfterMs: error.retryAfterMs });
      signal?.throwIfAborted();
      if (thrown instanceof APIError && thrown.headers) {
        onAnswer(answerHeaders(error.status ?? 0, thrown.headers, receivedAt));
      }
      throw error;
    }
    const headers = answerHeaders(response.status, response.headers, now());
    const answer = this.#answer(response, headers, { family, signal, slot });
    try {
      onAnswer(headers);
      if (response.status !== 200 && !(isChange && response.status === 201))
        throw answer.failure(new InvalidAnswer('there is no body'));
    } catch (error) {
      await answer.release();
      throw error;
    }
    return answer;
  }

  #answer(
    response: Response,
    headers: AnswerHeaders,
    { family, signal, slot }: Pick<AdminRequest, 'family' | 'signal'> & { slot: Slot },
  ): Answer {
    const { timeoutMs } = this.#settings;
    const { status, requestId, receivedAt } = headers;
    const chunks = bodyChunks(response, { timeoutMs, signal });
    let isReleased = false;
    return {
      ...headers,
      chunks,
      failure: (thrown) => {
        if (signal?.aborted && thrown === signal.reason) return thrown;
        return requestError(thrown, { family, redact: this.#redact, receivedAt, status, requestId });
      },
      release: async () => {
        if (isReleased) return;
        isReleased = true;
        slot.settled({ status, retryAfterMs: null });
        await chunks.return(undefined);
        // Where reading had not begun, the body is still there, and with it the connection.
        if (!response.bodyUsed) await response.body?.cancel();
      },
    };
  }
}

function answerHeaders(status: number, headers: Headers, receivedAt: Date): AnswerHeaders {
  const date = Date.parse(headers.get('date') ?? '');
  return {
    status,
    requestId: headers.get('x-request-id'),
    organizationId: headers.get('openai-organization'),
    serverDate: Number.isNaN(date) ? null : new Date(date),
    receivedAt,
  };
}
