import type { PersonLink } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { MailService, type Sent } from '../mail/mail.service.js';
import { linkMessage } from '../mail/messages.js';
import type { LinkPurpose } from './one-time-codes.store.js';
import type { MadeLink } from './people.service.js';

/** Sends links by which somebody chooses a password to those whom they are for. */
@Injectable()
export class LinkMailsService {
  constructor(@Inject(MailService) private readonly mail: MailService) {}

  /** @param origin of the page that the link leads to @returns null where there is no mail server */
  async send(made: MadeLink, purpose: LinkPurpose, origin: string): Promise<Sent | null> {
    const { person, link_token: token, expires_at: expiresAt } = made;
    // Behind the # it is sent to no server, and stands in no log.
    const link = `${origin}/welcome#${token}`;
    const until = `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`;
    const { host } = new URL(origin);
    return this.mail.send(linkMessage({ to: person.email, name: person.name, purpose, link, until, host }));
  }

  /** The same, and what is answered to who made it: they hand it over where it could not be sent. */
  async withMail(made: MadeLink, origin: string): Promise<PersonLink> {
    const sent = await this.send(made, made.person.has_password ? 'reset' : 'invitation', origin);
    if (sent === null) return { ...made, mail: null };
    return { ...made, mail: { is_sent: sent.isSent, problem: sent.isSent ? null : sent.why } };
  }
}

/** For the trail. */
export const mailOutcome = ({ mail }: PersonLink): { mail?: string } => {
  if (mail === null) return {};
  return { mail: mail.is_sent ? 'sent' : `not sent: ${mail.problem}` };
};
