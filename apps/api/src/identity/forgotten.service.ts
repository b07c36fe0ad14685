import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Act, ActivityService } from '../activity/activity.service.js';
import { actorFrom } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { notFound } from '../http/problem.js';
import { MailService } from '../mail/mail.service.js';
import { redact } from '../redaction.js';
import { ENVIRONMENT } from '../tokens.js';
import { countedAddress } from './counted-address.js';
import { AttemptsStore } from './attempts.store.js';
import { LinkMailsService } from './link-mails.service.js';
import { needLocalSignIn } from './local-sign-in.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { PeopleStore, type StoredPerson } from './people.store.js';
import { instantOf, personOf } from './person-of.js';
import { makeToken } from './secrets.js';
import type { RequestOrigin } from './sessions.store.js';

/** A mailbox is not to be filled by strangers. */
const MOST = { account: 3, address: 20 };

/** Who forgot the password is sent a link, without anybody else: whoever reads the mailbox may choose a new one. */
@Injectable()
export class ForgottenService {
  private readonly logger = new Logger('SignIn');

  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(OneTimeCodesStore) private readonly codes: OneTimeCodesStore,
    @Inject(AttemptsStore) private readonly attempts: AttemptsStore,
    @Inject(LinkMailsService) private readonly links: LinkMailsService,
    @Inject(MailService) private readonly mail: MailService,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  get isOffered(): boolean {
    return this.mail.isThere && this.environment.localSignIn;
  }

  /**
   * Sends a link where somebody with a password has that address.
   *
   * The answer is the same and as quick where nobody has: what happens then happens after it.
   *
   * @param at origin of the page that the link leads to
   * @throws ProblemError 404 without a mail server, 429 when it was asked too often, whoever has the address.
   */
  async ask(email: string, at: string, origin: RequestOrigin): Promise<void> {
    needLocalSignIn(this.environment);
    if (!this.mail.isThere) throw notFound('No mail is sent from here (BURSAR_SMTP_URL). Ask an admin for a link.');
    await this.attempts.take(
      { name: `forgotten:address:${countedAddress(origin.address)}`, most: MOST.address },
      { name: `forgotten:account:${email}`, most: MOST.account },
    );
    this.findAndSend(email, at, origin).catch((error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error('A link for a forgotten password was not sent.', redact(reason));
    });
  }

  private async findAndSend(email: string, at: string, origin: RequestOrigin): Promise<void> {
    const person = await this.people.findByEmail(email);
    const act: Act = { what: 'password.forgotten' };
    const why = whyNot(person);
    if (person === null || why !== null) {
      await this.activity.refused(act, actorFrom(origin, person?.id ?? null), why ?? '');
      return;
    }
    const done = (mail: string) => ({ after: { mail } });
    await this.activity.perform({ ...act, done }, actorFrom(origin, person.id), () => this.send(person, at));
  }

  private async send(person: StoredPerson, at: string): Promise<string> {
    const token = makeToken();
    const expiresAt = instantOf(await this.codes.addLink(person.id, 'reset', token));
    const made = { person: personOf(person), link_token: token, expires_at: expiresAt };
    const sent = await this.links.send(made, 'reset', at);
    return sent === null || sent.isSent ? 'sent' : `not sent: ${sent.why}`;
  }
}

/** Null: a link is sent. Whoever comes by the provider alone has nothing that could be forgotten. */
function whyNot(person: StoredPerson | null): string | null {
  if (person === null) return 'Nobody here has the mail address that was typed.';
  if (person.disabledAt !== null) return 'The person is disabled.';
  return person.passwordHash === null ? 'The person has no password.' : null;
}
