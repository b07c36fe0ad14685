/** What arrived belongs to another organization than what is stored: nothing of it may be written. */
export class OtherOrganizationError extends Error {
  override readonly name = 'OtherOrganizationError';
  /** OpenAI's id of the stored organization; null where OpenAI never said. */
  readonly expected: string | null;
  /** OpenAI's id of the one that answered; null where only its projects told. */
  readonly seen: string | null;
  readonly requestId: string | null;

  constructor(facts: { expected: string | null; seen: string | null; requestId: string | null }) {
    super(
      `OpenAI answered for ${facts.seen ?? 'an organization that shares no project with the stored one'}, ` +
        `but ${facts.expected ?? 'another organization'} is stored. Nothing of it is written.`,
    );
    this.expected = facts.expected;
    this.seen = facts.seen;
    this.requestId = facts.requestId;
  }
}
