/** What Bursar writes to people: plain text, and the same as simple HTML. No picture, no tracking. */

export interface Message {
  to: string;
  subject: string;
  text: string;
  html: string;
}

interface LinkMessage {
  to: string;
  /** Of whom it is for; somebody typed it. */
  name: string;
  purpose: 'invitation' | 'reset';
  /** Opens once. */
  link: string;
  /** Until when, in words. */
  until: string;
  /** Where Bursar is, such as `bursar.example`. */
  host: string;
}

/** The link of an invitation, or for a new password. */
export function linkMessage({ to, name, purpose, link, until, host }: LinkMessage): Message {
  const isInvitation = purpose === 'invitation';
  const subject = isInvitation ? `You are invited to Bursar on ${host}` : `A new password for Bursar on ${host}`;
  const what = isInvitation
    ? `you are invited to Bursar on ${host}, which shows what OpenAI costs. Choose a password by this link:`
    : `choose a new password for Bursar on ${host} by this link:`;
  const until_ = `It works once, until ${until}. Whoever has it can choose the password: pass it on to nobody.`;
  const stranger = isInvitation
    ? 'If you do not know why you get this, leave it: nothing happens then.'
    : 'If you did not ask for it, leave it: the password stays as it is.';
  const greeting = `${oneLine(name)},`;
  return {
    to,
    subject: oneLine(subject),
    text: [greeting, what, link, until_, stranger].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.5">',
      `<p>${escaped(greeting)}</p><p>${escaped(what)}</p>`,
      `<p><a href="${escaped(link)}">${escaped(link)}</a></p>`,
      `<p>${escaped(until_)}</p><p>${escaped(stranger)}</p></body></html>`,
    ].join('\n'),
  };
}

/** Line ends would begin another header, or another paragraph that is not ours. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
