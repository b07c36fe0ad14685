/** The audit log: what was done, in the order in which OpenAI says that it happened. */
import type { AuditControl, AuditEvent, AuditLogging, InjectedEvent, Someone } from './audit-model.js';
import { identifier } from './random.js';

/** What events name, looked up when they are written. */
export interface AuditNames {
  seed: number;
  nowSeconds: () => number;
  member(id: string): { id: string; email: string } | undefined;
  adminKeyOwner(keyId: string): { id: string; email: string } | undefined;
  project(id: string): { id: string; name: string } | undefined;
  /** Whoever acts in a browser where nobody else is named. */
  owner(): { id: string; email: string };
  defaultProject(): { id: string; name: string };
}

export interface Deed {
  type: string;
  by: Someone | null;
  /** Default the clock's now, unix seconds. */
  at?: number;
  projectId?: string;
  payload?: Readonly<Record<string, unknown>> | null;
}

export const OFFICE_ADDRESS = '203.0.113.24';
const OFFICE = {
  country: 'DE',
  city: 'Hamburg',
  region: 'Hamburg',
  region_code: 'HH',
  asn: '64500',
  latitude: '53.55',
  longitude: '9.99',
};
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** Events of the tenant, which the list names only when asked for them alone. */
export function isTenantScoped(type: string): boolean {
  return type.startsWith('tenant.') || type === 'role.bound_to_resource' || type === 'role.unbound_from_resource';
}

export class AuditLog implements AuditControl {
  logging: AuditLogging = 'on';
  private written = 0;
  private sorted: AuditEvent[] = [];
  /** Until when the history is written, unix seconds. */
  private told = -1;
  private toldEvents = 0;

  /**
   * The history is written when it is first looked at: most specs never do.
   *
   * @param history what happened after one instant and up to another
   * @param goesOn whether people go on signing in as time passes
   */
  constructor(
    private readonly names: AuditNames,
    private readonly history: (after: number, until: number) => readonly Deed[],
    private readonly goesOn: boolean,
  ) {}

  get events(): readonly AuditEvent[] {
    this.unfold();
    return this.sorted;
  }

  /** Writes down what was done; nothing while logging is off. */
  record(deed: Deed): void {
    if (this.logging !== 'on') return;
    this.unfold();
    this.insert(this.eventOf(deed, identifier('audit_log-', 24, this.names.seed, 1_000_000 + ++this.written)));
  }

  /** @throws RangeError for a time or an id that cannot be. */
  inject(event: InjectedEvent): AuditEvent {
    const { type, effectiveAt, actor, projectId, payload = {}, id } = event;
    this.unfold();
    const at = effectiveAt ? Math.floor(effectiveAt.getTime() / 1000) : this.names.nowSeconds();
    if (!Number.isSafeInteger(at)) throw new RangeError('The event was given an invalid date; give a valid one.');
    const own = id ?? identifier('audit_log-', 24, this.names.seed, 2_000_000 + ++this.written);
    if (this.sorted.some((other) => other.id === own)) throw new RangeError(`There is an event ${own} already.`);
    const by: Someone | null = actor === undefined ? this.ownerInBrowser() : isSomeone(actor) ? actor : null;
    const made = this.eventOf({ type, by, at, projectId, payload }, own);
    const raw = actor === null || actor === undefined || isSomeone(actor) ? made.actor : actor;
    const injected = { ...made, actor: raw };
    this.insert(injected);
    return injected;
  }

  ownerInBrowser(): Someone {
    return { type: 'session', memberId: this.names.owner().id };
  }

  private unfold(): void {
    const now = this.names.nowSeconds();
    if (now <= this.told || (this.told >= 0 && !this.goesOn)) return;
    const deeds = [...this.history(this.told, now)].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    this.told = now;
    for (const deed of deeds) {
      this.insert(this.eventOf(deed, identifier('audit_log-', 24, this.names.seed, this.toldEvents++)));
    }
  }

  /** Behind all events of its second and before: that is where a late one belongs. */
  private insert(event: AuditEvent): void {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.effective_at <= event.effective_at) low = middle + 1;
      else high = middle;
    }
    this.sorted.splice(low, 0, event);
  }

  private eventOf({ type, by, at, projectId, payload = {} }: Deed, id: string): AuditEvent {
    // What an admin key does is booked on the default project, whichever project it was done to.
    const project =
      by?.type === 'admin_key'
        ? this.names.defaultProject()
        : projectId === undefined
          ? undefined
          : this.names.project(projectId);
    return {
      object: 'organization.audit_log',
      id,
      type,
      effective_at: at ?? this.names.nowSeconds(),
      ...(project ? { project: { id: project.id, name: project.name } } : {}),
      actor: this.actorOf(by),
      ...(payload === null ? {} : { [type]: payload }),
    };
  }

  private actorOf(by: Someone | null): AuditEvent['actor'] {
    if (by === null) return null;
    if (by.type === 'admin_key') {
      const owner = this.names.adminKeyOwner(by.keyId) ?? this.names.owner();
      return { type: 'api_key', api_key: { id: by.keyId, type: 'user', user: { id: owner.id, email: owner.email } } };
    }
    const member = this.names.member(by.memberId);
    const { ipAddress = OFFICE_ADDRESS, userAgent = BROWSER } = by;
    const ipDetails = by.ipDetails ?? (ipAddress === OFFICE_ADDRESS ? OFFICE : undefined);
    return {
      type: 'session',
      session: {
        user: { id: by.memberId, ...(member ? { email: member.email } : {}) },
        ip_address: ipAddress,
        user_agent: userAgent,
        ...(ipDetails ? { ip_address_details: ipDetails } : {}),
      },
    };
  }
}

function isSomeone(actor: Someone | Readonly<Record<string, unknown>> | null): actor is Someone {
  if (actor === null) return false;
  return (actor['type'] === 'session' && 'memberId' in actor) || actor['type'] === 'admin_key';
}
