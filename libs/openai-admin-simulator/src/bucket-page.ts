/** Writes a page of buckets piece by piece, with the faults that were set for it. */
import type { Bucket } from './buckets.js';
import type { ActiveFaults } from './faults.js';

/** Text is handed on in pieces of about this many characters. */
const PIECE = 65_536;

export interface BucketPageText {
  buckets: readonly Bucket[];
  rows: (bucket: Bucket) => Iterable<string>;
  hasMore: boolean;
  nextPage: string | null;
}

type ChangeRow = (row: string) => string;

export function* writeBucketPage(page: BucketPageText, faults: ActiveFaults): Generator<string, void, void> {
  let text = '{"object":"page"';
  if (!faults.has('without-data')) {
    text += ',"data":[';
    const change = rowChange(faults);
    let separator = '';
    for (const bucket of shownBuckets(page.buckets, faults)) {
      text += separator + bucketHead(bucket, faults);
      separator = ',';
      for (const piece of rowsText(page.rows(bucket), change, faults)) {
        text += piece;
        if (text.length >= PIECE) {
          yield text;
          text = '';
        }
      }
      text += faults.has('without-results') ? '}' : ']}';
    }
    text += ']';
  }
  yield text + envelopeEnd(page, faults);
}

function shownBuckets(buckets: readonly Bucket[], faults: ActiveFaults): readonly Bucket[] {
  const [first] = buckets;
  if (!first) return buckets;
  if (faults.has('zero-length-bucket')) return [{ start: first.start, end: first.start }, ...buckets];
  const clip = faults.find('clip-first-bucket');
  return clip ? [{ ...first, start: first.start + clip.seconds }, ...buckets.slice(1)] : buckets;
}

function bucketHead({ start, end }: Bucket, faults: ActiveFaults): string {
  const iso = (at: number) => JSON.stringify(new Date(at * 1000).toISOString().replace('.000Z', '+00:00'));
  const times = `"start_time":${start},"end_time":${end},"start_time_iso":${iso(start)},"end_time_iso":${iso(end)}`;
  if (faults.has('without-results')) return `{"object":"bucket",${times}`;
  const name = faults.has('result-instead-of-results') ? 'result' : 'results';
  return `{"object":"bucket",${times},"${name}":[`;
}

function* rowsText(
  rows: Iterable<string>,
  change: ChangeRow | null,
  faults: ActiveFaults,
): Generator<string, void, void> {
  if (faults.has('without-results')) return;
  let separator = '';
  for (const row of rows) {
    yield separator + (change ? change(row) : row);
    separator = ',';
  }
  const strange = faults.find('unknown-result-object');
  if (strange && separator !== '') {
    const { object = 'organization.usage.inventions.result' } = strange;
    yield `,{"object":${JSON.stringify(object)},"inventions":3}`;
  }
}

const AMOUNT = /"amount":\{"value":"([^"]*)"/;

/** Null where rows go out as they are made, which is the way that has to be fast. */
function rowChange(faults: ActiveFaults): ChangeRow | null {
  const changes: ChangeRow[] = [];
  const field = faults.find('unknown-field');
  if (field) {
    const { name = 'input_thought_tokens', value = 42 } = field;
    changes.push((row) => `${row.slice(0, -1)},${JSON.stringify(name)}:${value}}`);
  }
  if (faults.has('batch-as-text')) {
    changes.push((row) => row.replace(/"batch":(true|false)/, '"batch":"$1"'));
  }
  const notation = faults.find('amount-notation');
  if (notation)
    changes.push((row) => row.replace(AMOUNT, (_, text: string) => `"amount":{"value":${noted(text, notation.as)}`));
  const currency = faults.find('currency-text');
  if (currency)
    changes.push((row) => row.replace(/"currency":"[^"]*"/, `"currency":${JSON.stringify(currency.currency)}`));
  const amount = faults.find('amount-text');
  if (amount) {
    let left = amount.rows ?? 1;
    const { json } = amount;
    const changed = json === null ? '' : `"amount":{"value":${json},"currency":"usd"},`;
    changes.push((row) => (left-- > 0 ? row.replace(/"amount":\{[^}]*\},/, () => changed) : row));
  }
  return changes.length === 0 ? null : (row) => changes.reduce((text, change) => change(text), row);
}

/** The same value in other words, as JSON. */
function noted(text: string, as: 'number' | 'short-string' | 'exponent'): string {
  if (as === 'number') return text;
  const plain = text.startsWith('0E') ? '0' : text;
  const short = plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
  if (as === 'short-string') return JSON.stringify(short);
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(short) ?? [];
  return JSON.stringify(`${sign}${BigInt(whole + decimals)}e-${decimals.length}`);
}

function envelopeEnd({ hasMore, nextPage }: BucketPageText, faults: ActiveFaults): string {
  let [more, next] = [hasMore, nextPage];
  if (faults.has('has-more-without-token')) [more, next] = [true, null];
  if (faults.has('token-with-has-more-false')) [more, next] = [false, nextPage ?? 'page_AAAAAGdGxdEiJdKOAAAAAGcqsYA='];
  const flag = faults.has('without-has-more') ? '' : `,"has_more":${more}`;
  return `${flag},"next_page":${JSON.stringify(next)}}`;
}
