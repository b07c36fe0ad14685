/** What the start-up hands to the features, by the token it is injected with. */

/** `Environment` of env.ts: the configuration, read and checked once. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');

/** `Clock`: what time it is for windows and states. */
export const CLOCK = Symbol('CLOCK');

/** `OpenaiConnection`: where OpenAI is, and the keys of the configuration. */
export const OPENAI_CONNECTION = Symbol('OPENAI_CONNECTION');

/** `Partial<OutgoingRules>`: how addresses of others are called. Specs answer names, and wait less long. */
export const OUTGOING = Symbol('OUTGOING');

/** `CapabilityTable` of the contract: what OpenAI meters. Specs add an invention of their own. */
export const CAPABILITY_TABLE = Symbol('CAPABILITY_TABLE');

/**
 * The time that windows, states and ages are counted by; specs inject one that they move.
 *
 * Leases and schedules do not use it: replicas agree on the database's clock only.
 */
export interface Clock {
  now(): Date;
}

export const SYSTEM_CLOCK: Clock = { now: () => new Date() };

/** Which OpenAI to talk to. Keys are never logged, stored or answered. */
export interface OpenaiConnection {
  /** Of the configuration, or the demo's: of one organization each. Others are set in the web. */
  adminKeys: readonly string[];
  /** Of the configuration: what is changed at OpenAI is changed with them. */
  writeKeys: readonly string[];
  /** null: the SDK's own default. */
  baseUrl: string | null;
  /** True when the simulator plays OpenAI; the web says so in a banner. */
  demo: boolean;
  /** Name to show where it is known; OpenAI's API does not say it. */
  organizationName?: string;
}
