const DAY = 86_400;

/** 2026-10-01T00:00:00Z. */
export const START = 1_790_812_800;

export function costRow(row: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    object: 'organization.costs.result',
    amount: { value: '1.50', currency: 'usd' },
    line_item: 'gpt-6-astra-2026-08-01, input',
    project_id: 'proj_a',
    api_key_id: 'key_a',
    quantity: 10,
    quantity_unit: 'tokens',
    ...row,
  };
}

export function dayBucket(day: number, results: unknown[] = [], overrides: Record<string, unknown> = {}) {
  const start = START + day * DAY;
  return { object: 'bucket', start_time: start, end_time: start + DAY, results, ...overrides };
}

export function bucketPage(buckets: unknown[], overrides: Record<string, unknown> = {}) {
  return { object: 'page', data: buckets, has_more: false, next_page: null, ...overrides };
}
