/** Which requests a fault strikes. Without a match: every request below `/v1`. */
export interface FaultMatch {
  /**
   * Path below the base address, `/organization/costs`. Text matches the whole path and may hold `*` for any run of
   * characters; a RegExp matches where it finds itself.
   */
  path?: string | RegExp;
  /** `first`: requests without a page token or cursor. `later`: those with one. */
  page?: 'first' | 'later';
  /** `POST`; absent: any. */
  method?: string;
  /** Query parameters that must be present with this value: `{start_time: '1764979200'}`. */
  query?: Readonly<Record<string, string>>;
}

export interface FaultScope {
  match?: FaultMatch;
  /** Strikes that many requests and is then spent; absent: until removed. */
  times?: number;
  /** Lets that many matching requests pass first. */
  afterRequests?: number;
}

/** An answer with a status of its own instead of the real one. */
export interface StatusFault {
  kind: 'status';
  status: number;
  /** `nested` (default): OpenAI's error object. `bare`: `{"error": "text"}`. `html`: a page of the edge. `empty`: nothing. */
  body?: 'nested' | 'bare' | 'html' | 'empty';
  message?: string;
  code?: string | null;
  type?: string;
  param?: string | null;
  /** Header `retry-after`: seconds or an HTTP date, sent as it is. */
  retryAfter?: string;
  /** Header `retry-after-ms`. */
  retryAfterMs?: number;
  /** Header `x-should-retry`. */
  shouldRetry?: boolean;
}

/** Faults of the transport: what arrives is not what was meant, or does not arrive. */
export type TransportFault =
  | StatusFault
  /** 200 with a web page. */
  | { kind: 'html-200' }
  /** 200 with the JSON cut in the middle (`keepBytes` of it); the HTTP message itself is complete. */
  | { kind: 'cut-json'; keepBytes?: number }
  /** 200 with an empty body, labelled JSON. */
  | { kind: 'empty-200' }
  | { kind: 'no-content' }
  /** The connection is reset: before the status, or after `afterBytes` of the body. */
  | { kind: 'reset'; afterBytes?: number }
  /** Nothing is sent, the socket stays open until `ms` of real time have passed, the fault is removed or released. Then the true answer follows. */
  | { kind: 'silence'; ms?: number }
  /** The body trickles: a chunk of `chunkBytes` (1,024) every `everyMs` of real time. */
  | { kind: 'slow-body'; everyMs: number; chunkBytes?: number }
  /** The answer is delayed by real time. */
  | { kind: 'latency'; ms: number }
  /** Header `openai-organization`: another one, or none (`null`). */
  | { kind: 'organization-header'; organization: string | null }
  /** Header `date` is off by that much. */
  | { kind: 'clock-skew'; ms: number }
  /** The `perMinute + 1`th request to one endpoint family within a minute of the simulator's clock gets 429. */
  | { kind: 'rate-limit'; perMinute: number };

/** Faults of usage and cost pages. */
export type BucketFault =
  /** A request with a page token gets that same token as `next_page`. */
  | { kind: 'repeat-page-token' }
  | { kind: 'has-more-without-token' }
  | { kind: 'token-with-has-more-false' }
  /** "The page token is invalid …" although nothing was changed; strikes requests with a token only. */
  | { kind: 'refuse-token' }
  /** Tokens made while this is set are already expired. */
  | { kind: 'expire-tokens' }
  | { kind: 'without-results' }
  | { kind: 'result-instead-of-results' }
  /** The first bucket begins that much later than asked for; its rows stay. */
  | { kind: 'clip-first-bucket'; seconds: number }
  /** The last bucket ends where the query ends, not at its nominal end. */
  | { kind: 'clip-last-bucket' }
  /** A bucket of no length, with rows of its own, before the first. */
  | { kind: 'zero-length-bucket' }
  /** One more row with another `object` in each bucket that has rows. */
  | { kind: 'unknown-result-object'; object?: string }
  /** One more number in each row. */
  | { kind: 'unknown-field'; name?: string; value?: number }
  /** `batch` as text, `"true"`, as it was seen to come. */
  | { kind: 'batch-as-text' }
  /** All amounts in another notation, values unchanged. */
  | { kind: 'amount-notation'; as: 'number' | 'short-string' | 'exponent' }
  /** Raw JSON in place of `amount.value` in the first `rows` (1) rows of the page: `'"NaN"'`, `'"1,00"'`, `'1e-7'`; `null`: no amount at all. */
  | { kind: 'amount-text'; json: string | null; rows?: number }
  /** All currencies spelt like this: `USD`. Rows in a currency of their own: `restate`. */
  | { kind: 'currency-text'; currency: string }
  /** 400 where all of these are grouped or filtered by: `['user_id', 'project_id']`; for ranges that start before a time only, in unix seconds. */
  | { kind: 'refuse-dimensions'; dimensions: readonly string[]; startBefore?: number };

/** Faults of lists. */
export type ListFault =
  /** A request with `after` gets that same id as `last_id`, and `has_more`. */
  | { kind: 'repeat-last-id' }
  | { kind: 'empty-page-has-more' }
  /** `has_more: true` with this `last_id`: `null`, or an id that is not in the page. */
  | { kind: 'last-id'; lastId: string | null }
  /** Before a page is made: an object is made at the top of the list, or the object at this place of it is removed. */
  | { kind: 'list-change'; insert?: boolean; removeIndex?: number }
  /** What was made less than that long ago (by the simulator's clock) is missing from its list; on itself it is there. */
  | { kind: 'creation-lag'; seconds: number }
  /** Every object, or the one with this id, has these fields as well or instead, and lacks those. */
  | { kind: 'item-fields'; id?: string; fields?: Readonly<Record<string, unknown>>; without?: readonly string[] }
  /** Admin keys are listed together with keys of projects, labelled the same: with all of them, or with so many. */
  | { kind: 'project-keys-among-admin-keys'; keys?: number }
  /** Audit events come oldest first: `after` leads to newer ones. */
  | { kind: 'oldest-events-first' };

/** Faults of changes. */
export type ChangeFault =
  /** The change is made, its answer never arrives: the connection is reset after `ms` of real time, or when the fault is removed. */
  | { kind: 'lost-answer'; ms?: number }
  /** Keys of service accounts cannot be deleted, as it was until October 2026. */
  | { kind: 'undeletable-account-keys' };

/** Faults of both envelopes. */
export type EnvelopeFault = { kind: 'without-has-more' } | { kind: 'without-data' };

export type Fault = (TransportFault | BucketFault | ListFault | ChangeFault | EnvelopeFault) & FaultScope;
export type FaultKind = Fault['kind'];

const KINDS: Readonly<Record<FaultKind, true>> = {
  status: true,
  'html-200': true,
  'cut-json': true,
  'empty-200': true,
  'no-content': true,
  reset: true,
  silence: true,
  'slow-body': true,
  latency: true,
  'organization-header': true,
  'clock-skew': true,
  'rate-limit': true,
  'repeat-page-token': true,
  'has-more-without-token': true,
  'token-with-has-more-false': true,
  'refuse-token': true,
  'expire-tokens': true,
  'without-results': true,
  'result-instead-of-results': true,
  'clip-first-bucket': true,
  'clip-last-bucket': true,
  'zero-length-bucket': true,
  'unknown-result-object': true,
  'unknown-field': true,
  'batch-as-text': true,
  'amount-notation': true,
  'amount-text': true,
  'currency-text': true,
  'refuse-dimensions': true,
  'repeat-last-id': true,
  'empty-page-has-more': true,
  'last-id': true,
  'list-change': true,
  'creation-lag': true,
  'item-fields': true,
  'project-keys-among-admin-keys': true,
  'oldest-events-first': true,
  'lost-answer': true,
  'undeletable-account-keys': true,
  'without-has-more': true,
  'without-data': true,
};

/** Every kind of fault once; the compiler holds the list complete. */
export const FAULT_KINDS: readonly string[] = Object.keys(KINDS);

export interface FaultHandle {
  readonly id: string;
  readonly fault: Fault;
  /** How many requests it has struck. */
  readonly hits: number;
  /** Ends the fault, and the waiting of whatever it holds. */
  remove(): void;
}

export interface FaultControl {
  add(fault: Fault): FaultHandle;
  list(): readonly FaultHandle[];
  clear(): void;
}
