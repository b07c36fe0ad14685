import { BASELINE_DAYS } from '@bursar/contract';

/** How each figure is worked out: an evidence pack has to say so by itself. */
export const METHODS: Readonly<Record<string, string>> = {
  requests: 'Requests that OpenAI counted for the key by the hour, added up over everything that can name a key.',
  baseline_requests: `The median of the same hour of the day over the ${BASELINE_DAYS} UTC days before baseline_to, as far as they were read.`,
  amount: 'What OpenAI billed for the key on the UTC day. Exact, and the same as GET /api/v1/costs answers.',
  baseline: `The median of what was billed on each of the ${BASELINE_DAYS} UTC days before baseline_to, as far as they were read. Exact.`,
  above:
    'The amount less the baseline, at least 0. Whole days: one on which the leak began, or which is not over, counts whole.',
  amount_estimate:
    'An estimate: OpenAI bills days, not hours. The billed day is spread over its hours, model by model, by the requests ' +
    'to that model; the hours of a day add up to it.',
  baseline_amount_estimate:
    'An estimate: the median of amount_estimate at the same hour of the day over the days of the baseline.',
  first_hour_above: `The first hour with more than twice the requests that the key made at that hour of the day on any of the ${BASELINE_DAYS} days before, and than it usually made in an hour.`,
  before: `On how many of the ${BASELINE_DAYS} days before the key had used the model: on none, on some, or daily (20 and more).`,
  revoked_at:
    'When the key expired, when the audit log says that it was deleted, or when OpenAI was first seen not to list it any more; whichever came first.',
};
