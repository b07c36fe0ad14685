/** OpenAI's keys begin with `sk-`, our tokens with `brs_`; the address of a database or a mail server carries its
 * password before the `@`. */
const SECRETS = /\b(?:sk-|brs_)[\w-]{6,}|(?<=\b(?:postgres(?:ql)?|smtps?):\/\/[^\s:/@]*:)[^\s@]+(?=@)/g;

/**
 * Takes what looks like a secret out of a text that goes to the log.
 *
 * The last defence only: no message is meant to hold one, but those of other people's code are not ours to promise.
 */
export function redact(text: string): string {
  return text.replace(SECRETS, (secret) => `${/^(?:sk-|brs_)/.exec(secret)?.[0] ?? ''}…`);
}
