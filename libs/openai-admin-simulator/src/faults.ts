/** Keeps the faults that are set and decides which of them strike a request. */
import {
  FAULT_KINDS,
  type Fault,
  type FaultControl,
  type FaultHandle,
  type FaultKind,
  type FaultMatch,
} from './fault-kinds.js';
import type { Parameters } from './parameters.js';

export interface FaultTarget {
  method: string;
  path: string;
  parameters: Parameters;
}

/** The faults that strike one request. */
export class ActiveFaults {
  constructor(private readonly struck: readonly Armed[]) {}

  /** The first fault of a kind, with the fields of that kind. */
  find<K extends FaultKind>(kind: K): Extract<Fault, { kind: K }> | undefined {
    const fault = this.struck.find((armed) => armed.fault.kind === kind)?.fault;
    // The line above compared the kind; TypeScript does not narrow a union by a type parameter.
    return fault as Extract<Fault, { kind: K }> | undefined;
  }

  has(kind: FaultKind): boolean {
    return this.find(kind) !== undefined;
  }

  /** Settles when the fault of this kind is removed. */
  removed(kind: FaultKind): Promise<void> {
    return this.struck.find((armed) => armed.fault.kind === kind)?.ended ?? Promise.resolve();
  }
}

/** A fault that is set, with its count. */
class Armed implements FaultHandle {
  hits = 0;
  readonly ended: Promise<void>;
  private passed = 0;
  private end: () => void = () => undefined;

  constructor(
    readonly id: string,
    readonly fault: Fault,
    private readonly forget: (armed: Armed) => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  remove(): void {
    this.forget(this);
    this.end();
  }

  strikes(target: FaultTarget): boolean {
    const { match, times = Infinity, afterRequests = 0, kind } = this.fault;
    if (this.hits >= times || !isMatch(match, target) || !suits(kind, target)) return false;
    if (this.passed < afterRequests) {
      this.passed++;
      return false;
    }
    this.hits++;
    return true;
  }
}

function isLater({ parameters }: FaultTarget): boolean {
  return parameters['page'] !== undefined || parameters['after'] !== undefined;
}

/** Faults about following a cursor let requests without one pass. */
function suits(kind: FaultKind, target: FaultTarget): boolean {
  const needsCursor = kind === 'refuse-token' || kind === 'repeat-page-token' || kind === 'repeat-last-id';
  return !needsCursor || isLater(target);
}

function isMatch(match: FaultMatch | undefined, target: FaultTarget): boolean {
  if (!match) return true;
  const { method, path, page, query } = match;
  if (method !== undefined && method !== target.method) return false;
  if (typeof path === 'string' && !asPattern(path).test(target.path)) return false;
  if (path instanceof RegExp && target.path.search(path) < 0) return false;
  if (page !== undefined && (page === 'later') !== isLater(target)) return false;
  return Object.entries(query ?? {}).every(([name, value]) => target.parameters[name]?.includes(value));
}

function asPattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

export class FaultStore implements FaultControl {
  private armed: Armed[] = [];
  private made = 0;

  /** @throws RangeError for a kind that there is not: a misspelt fault would strike nothing and prove nothing. */
  add(fault: Fault): FaultHandle {
    if (!FAULT_KINDS.includes(fault.kind)) {
      throw new RangeError(`There is no fault "${fault.kind}"; there are ${FAULT_KINDS.join(', ')}.`);
    }
    const armed = new Armed(`fault_${++this.made}`, fault, (gone) => {
      this.armed = this.armed.filter((other) => other !== gone);
    });
    this.armed.push(armed);
    return armed;
  }

  list(): readonly FaultHandle[] {
    return this.armed;
  }

  clear(): void {
    for (const armed of [...this.armed]) armed.remove();
  }

  /**
   * The faults that strike this request; each counts it.
   *
   * Of one kind only the oldest strikes, so that faults of one kind set in a row come one after the other.
   */
  strike(target: FaultTarget): ActiveFaults {
    const struck: Armed[] = [];
    for (const armed of this.armed) {
      const taken = struck.some((other) => other.fault.kind === armed.fault.kind);
      if (!taken && armed.strikes(target)) struck.push(armed);
    }
    return new ActiveFaults(struck);
  }
}
