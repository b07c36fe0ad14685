/** One entry of the audit log, and who may have caused it. */

/** Who did something: a person in a browser, or a key. */
export type Someone =
  | {
      type: 'session';
      memberId: string;
      /** Default an address of the office. */
      ipAddress?: string;
      /** Where the address is; OpenAI names it though its documents do not. */
      ipDetails?: Readonly<Record<string, string>>;
      userAgent?: string;
    }
  /** By the id that audit events call the key's tracking id: that of the admin key. */
  | { type: 'admin_key'; keyId: string };

/** An event as OpenAI writes it: the payload under a key named like the type. */
export interface AuditEvent {
  id: string;
  type: string;
  /** Unix seconds. */
  effective_at: number;
  project?: { id: string; name: string };
  actor?: Readonly<Record<string, unknown>> | null;
  [payload: string]: unknown;
}

/** An event to enter by hand: any type, any payload, late ones too. */
export interface InjectedEvent {
  type: string;
  /** Default the clock's now. */
  effectiveAt?: Date;
  /** Default an owner in a browser; `null`: OpenAI names nobody. */
  actor?: Someone | Readonly<Record<string, unknown>> | null;
  projectId?: string;
  /** Default `{}`; `null`: the event has no payload at all. */
  payload?: Readonly<Record<string, unknown>> | null;
  id?: string;
}

/** `on`; `empty`: nothing is recorded and the list is empty; `refused`: nothing is recorded and the list answers 403. */
export type AuditLogging = 'on' | 'empty' | 'refused';

export interface AuditControl {
  /** Everything that was recorded, oldest first, tenant events included. */
  readonly events: readonly AuditEvent[];
  logging: AuditLogging;
  inject(event: InjectedEvent): AuditEvent;
}
