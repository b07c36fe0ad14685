/** One request, from its arrival on. */
export interface LoggedRequest {
  method: string;
  /** Path below the base address: `/organization/costs`. */
  path: string;
  /** Query by name without brackets, lists as one array: `{group_by: ['project_id', 'line_item']}`. */
  query: Readonly<Record<string, readonly string[]>>;
  /** The status sent; 0 as long as none is: while the answer is held back, and if the connection was reset before it. */
  status: number;
  /** The simulator's clock when the request arrived. */
  at: Date;
}

/** What was asked of the simulator, oldest first; the newest 20,000 are kept. */
export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  count(predicate?: (request: LoggedRequest) => boolean): number;
  clear(): void;
}

const KEPT = 20_000;

export function createRequestLog(): RequestLog & { add(request: LoggedRequest): void } {
  let entries: LoggedRequest[] = [];
  return {
    get entries() {
      return entries;
    },
    add(request) {
      entries.push(request);
      if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT);
    },
    count: (predicate) => (predicate ? entries.filter(predicate).length : entries.length),
    clear() {
      entries = [];
    },
  };
}
