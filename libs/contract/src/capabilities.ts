/** The table of everything that OpenAI meters. Reader, feeds, storage, API, web and simulator loop over it. */
import { WIDTHS, type Combine, type Unit, type Width } from './units.js';

/** One number of a result row: its unit and how values combine. */
export interface Measure {
  unit: Unit;
  combine: Combine;
  /**
   * Dimensions that have to be kept apart for the sum to mean anything: adding the tokens of one line item to the
   * gigabyte-hours of another is not a number. Absent: may be summed over everything.
   */
  within?: readonly string[];
  /** Where the value sits in a result row, if not under its own name: `amount.value`. */
  path?: readonly [string, string];
}

/**
 * A part of a measure that is told as a share of the whole: `part / whole`, each a sum that is answered exactly, so that
 * nothing is rounded before it is shown. Where the whole is zero there is no share.
 */
export interface Share {
  label: string;
  /** The measure that is the whole. */
  whole: string;
  /** The measure that is the part; `where` takes those rows only that have these values. */
  part: { measure: string; where?: Readonly<Record<string, string>> };
}

/** One thing that OpenAI meters: where to read it and what its rows hold. */
export interface Capability {
  /** Plain English name, for logs and as the fallback of a translation. */
  label: string;
  /** Path below `https://api.openai.com/v1`. */
  path: string;
  /** Method of `client.admin.organization.usage` in the SDK. */
  sdkMethod: string;
  /** The `object` of its result rows. Rows with another `object` are counted and kept aside, never added. */
  result: string;
  /** Accepted `group_by` values; also the names of the fields in a result row. */
  dimensions: readonly string[];
  /** Dimensions of which OpenAI may refuse the combination or the date: tried without when refused. */
  refusable?: readonly string[];
  /** Dimensions that belong to side readings only, because asking for them changes or forbids others. */
  sideDimensions?: readonly string[];
  /** Read from another dimension's text, see `derive`. */
  derivedDimensions?: readonly string[];
  measures: Readonly<Record<string, Measure>>;
  /** The measure that a page shows first. */
  headline: string;
  /**
   * Measures that are the sum of others in each row of OpenAI's, with those others: checked where a row has all of them,
   * for a sum that no longer holds means that a measure has changed its meaning.
   */
  sums?: Readonly<Record<string, readonly string[]>>;
  /** What a page tells as percentages, by name. */
  shares?: Readonly<Record<string, Share>>;
  /** Widths that OpenAI serves; the page limit where it differs from the width's own. */
  widths: readonly Width[];
  maxPageLimit?: number;
  /** Widths that Bursar collects on its schedule; absent: OpenAI serves it, nothing reads it yet. */
  collected?: readonly Width[];
  /** The first UTC day for which OpenAI takes a dimension in `group_by`, where that is later than its oldest data. */
  groupedSince?: Readonly<Record<string, string>>;
}

const BY_CALLER = ['project_id', 'user_id', 'api_key_id'] as const;
const ALL_WIDTHS = ['1m', '1h', '1d'] as const;

const sum = <U extends Unit>(unit: U) => ({ unit, combine: 'sum' }) as const;

const TOKEN_MEASURES = {
  input_tokens: sum('tokens'),
  output_tokens: sum('tokens'),
  num_model_requests: sum('requests'),
  input_uncached_tokens: sum('tokens'),
  input_cached_tokens: sum('tokens'),
  input_cache_write_tokens: sum('tokens'),
  input_cache_write_30m_tokens: sum('tokens'),
  input_cache_write_12h_tokens: sum('tokens'),
  input_text_tokens: sum('tokens'),
  input_audio_tokens: sum('tokens'),
  input_image_tokens: sum('tokens'),
  input_cached_text_tokens: sum('tokens'),
  input_cached_audio_tokens: sum('tokens'),
  input_cached_image_tokens: sum('tokens'),
  output_text_tokens: sum('tokens'),
  output_audio_tokens: sum('tokens'),
  output_image_tokens: sum('tokens'),
} as const;

/** Input includes what was cached: adding the two would count it twice. */
const TOKEN_SUMS = {
  input_tokens: ['input_uncached_tokens', 'input_cached_tokens', 'input_cache_write_tokens'],
} as const;

const TOKEN_SHARES = {
  cached: { label: 'Cached input', whole: 'input_tokens', part: { measure: 'input_cached_tokens' } },
  batch: { label: 'Batch', whole: 'input_tokens', part: { measure: 'input_tokens', where: { batch: 'true' } } },
} as const;

/**
 * Keys are spelt as the last part of OpenAI's path, which is also how our own API spells `{capability}`.
 *
 * Source of every entry: types and methods of the `openai` SDK 7.57.0 (`resources/admin/organization/usage`);
 * `sdk-conformance` in libs/openai-admin turns red when a later SDK disagrees.
 */
export const CAPABILITIES = {
  completions: {
    label: 'Completions',
    path: '/organization/usage/completions',
    sdkMethod: 'completions',
    result: 'organization.usage.completions.result',
    dimensions: [...BY_CALLER, 'model', 'batch', 'service_tier', 'api_source'],
    refusable: ['api_source', 'service_tier'],
    measures: TOKEN_MEASURES,
    headline: 'input_tokens',
    sums: TOKEN_SUMS,
    shares: TOKEN_SHARES,
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  decisions: {
    label: 'Decisions',
    path: '/organization/usage/decisions',
    sdkMethod: 'decisions',
    result: 'organization.usage.decisions.result',
    dimensions: [...BY_CALLER, 'model', 'batch', 'service_tier', 'api_source'],
    refusable: ['api_source', 'service_tier'],
    measures: TOKEN_MEASURES,
    headline: 'input_tokens',
    sums: TOKEN_SUMS,
    shares: TOKEN_SHARES,
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  embeddings: {
    label: 'Embeddings',
    path: '/organization/usage/embeddings',
    sdkMethod: 'embeddings',
    result: 'organization.usage.embeddings.result',
    dimensions: [...BY_CALLER, 'model'],
    measures: { input_tokens: sum('tokens'), num_model_requests: sum('requests') },
    headline: 'input_tokens',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  moderations: {
    label: 'Moderations',
    path: '/organization/usage/moderations',
    sdkMethod: 'moderations',
    result: 'organization.usage.moderations.result',
    dimensions: [...BY_CALLER, 'model'],
    measures: { input_tokens: sum('tokens'), num_model_requests: sum('requests') },
    headline: 'input_tokens',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  images: {
    label: 'Images',
    path: '/organization/usage/images',
    sdkMethod: 'images',
    result: 'organization.usage.images.result',
    dimensions: [...BY_CALLER, 'model', 'size', 'source'],
    measures: { images: sum('images'), num_model_requests: sum('requests') },
    headline: 'images',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  audio_speeches: {
    label: 'Speech',
    path: '/organization/usage/audio_speeches',
    sdkMethod: 'audioSpeeches',
    result: 'organization.usage.audio_speeches.result',
    dimensions: [...BY_CALLER, 'model'],
    measures: { characters: sum('characters'), num_model_requests: sum('requests') },
    headline: 'characters',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  audio_transcriptions: {
    label: 'Transcription',
    path: '/organization/usage/audio_transcriptions',
    sdkMethod: 'audioTranscriptions',
    result: 'organization.usage.audio_transcriptions.result',
    dimensions: [...BY_CALLER, 'model'],
    measures: { seconds: sum('seconds'), num_model_requests: sum('requests') },
    headline: 'seconds',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  vector_stores: {
    label: 'Vector stores',
    path: '/organization/usage/vector_stores',
    sdkMethod: 'vectorStores',
    result: 'organization.usage.vector_stores.result',
    dimensions: ['project_id'],
    measures: { usage_bytes: { unit: 'bytes', combine: 'level' } },
    headline: 'usage_bytes',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  code_interpreter_sessions: {
    label: 'Code interpreter',
    path: '/organization/usage/code_interpreter_sessions',
    sdkMethod: 'codeInterpreterSessions',
    result: 'organization.usage.code_interpreter_sessions.result',
    dimensions: ['project_id'],
    measures: { num_sessions: sum('sessions') },
    headline: 'num_sessions',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  file_search_calls: {
    label: 'File search',
    path: '/organization/usage/file_search_calls',
    sdkMethod: 'fileSearchCalls',
    // OpenAI's path says calls, its rows say searches.
    result: 'organization.usage.file_searches.result',
    dimensions: [...BY_CALLER, 'vector_store_id'],
    measures: { num_requests: sum('requests') },
    headline: 'num_requests',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  web_search_calls: {
    label: 'Web search',
    path: '/organization/usage/web_search_calls',
    sdkMethod: 'webSearchCalls',
    result: 'organization.usage.web_searches.result',
    dimensions: [...BY_CALLER, 'model', 'context_level', 'api_source'],
    refusable: ['api_source'],
    measures: { num_requests: sum('requests'), num_model_requests: sum('requests') },
    headline: 'num_requests',
    widths: ALL_WIDTHS,
    collected: ALL_WIDTHS,
  },
  costs: {
    label: 'Costs',
    path: '/organization/costs',
    sdkMethod: 'costs',
    result: 'organization.costs.result',
    dimensions: ['project_id', 'line_item', 'api_key_id', 'user_id', 'api_source'],
    refusable: ['api_key_id'],
    sideDimensions: ['user_id', 'api_source'],
    derivedDimensions: ['model', 'token_type'],
    measures: {
      amount: { unit: 'currency', combine: 'sum', path: ['amount', 'value'] },
      quantity: { unit: 'quantity_unit', combine: 'sum', within: ['line_item'] },
    },
    headline: 'amount',
    widths: ['1d'],
    maxPageLimit: 180,
    collected: ['1d'],
    groupedSince: { api_key_id: '2025-12-06' },
  },
} as const satisfies Record<string, Capability>;

export type CapabilityName = keyof typeof CAPABILITIES;

/** A table that may hold more than OpenAI's own entries: specs add an invented capability to prove that one entry is enough. */
export type CapabilityTable = Readonly<Record<string, Capability>>;

/** Capabilities that are used, not billed: those that `/usage/{capability}` answers for, by OpenAI's names. */
export function usageCapabilities(table: CapabilityTable): readonly (readonly [string, Capability])[] {
  return Object.entries(table).filter(([, { measures, headline }]) => measures[headline]?.unit !== 'currency');
}

/** The dimensions of the base reading: all that are read together, so that each day's total is stored exactly once. */
export function baseDimensions(capability: Capability): readonly string[] {
  const side = capability.sideDimensions ?? [];
  return capability.dimensions.filter((dimension) => !side.includes(dimension));
}

/** Every measure of a table once, with its unit: the columns of the points tables. */
export function measuresOf(table: CapabilityTable): ReadonlyMap<string, Measure> {
  return new Map(Object.values(table).flatMap((capability) => Object.entries(capability.measures)));
}

/** The largest `limit`, in buckets, that OpenAI accepts for this capability and width. */
export function maxPageLimit(capability: Capability, width: Width): number {
  return capability.maxPageLimit ?? WIDTHS[width].maxPageLimit;
}
