/** Takes members who were erased out of what OpenAI tells: their ids stay, their names and mail addresses go. */
import { createHmac, hkdfSync } from 'node:crypto';
import { erasedMemberName } from '@bursar/contract';

/** Who is erased, and what is known of them. */
export interface Erased {
  ids: ReadonlySet<string>;
  /** By mail address in small letters. */
  memberOfMail: (mail: string) => string | null;
  /** By the words of a name of several, see `wordsOfName`. */
  memberOfName: (name: string) => string | null;
  /** How many words these names have. */
  nameSizes: readonly number[];
}

/** Fields that name whoever the `id` beside them, or around them, is of. */
const NAMING = ['name', 'email', 'display_name', 'first_name', 'last_name', 'given_name', 'family_name', 'picture'];
const ID_FIELDS = ['id', 'user_id'];
const MAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu;

/** The same value, whatever it is, without those who are erased. */
export function withoutErased<T>(value: T, erased: Erased): T {
  const rewritten = rewrite(value, {
    isSought: (id) => erased.ids.has(id),
    name: (_, id) => erasedMemberName(id),
    text: (text) => withoutMentions(text, erased),
  });
  // Nothing but strings changes, so the shape stays.
  return rewritten as T;
}

/** What a value calls somebody: names and mail addresses, in whatever way they are written. */
export function namesIn(value: unknown, id: string): string[] {
  const names: string[] = [];
  rewrite(value, {
    isSought: (each) => each === id,
    name: (text) => {
      if (text !== erasedMemberName(id)) names.push(text);
      return text;
    },
    text: (text) => text,
  });
  return names;
}

interface Rewriting {
  isSought: (id: string) => boolean;
  /** A text that names whoever has the id. */
  name: (text: string, id: string) => string;
  /** Any other text. */
  text: (text: string) => string;
}

/** @param around whose names the fields of a record without an id are */
function rewrite(value: unknown, how: Rewriting, around: string | null = null): unknown {
  if (typeof value === 'string') return how.text(value);
  if (Array.isArray(value)) return value.map((item) => rewrite(item, how, around));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const ids = fields.flatMap(([field, id]) => (ID_FIELDS.includes(field) && typeof id === 'string' ? [id] : []));
  const own = ids.find(how.isSought) ?? (ids.length > 0 ? null : around);
  return Object.fromEntries(
    fields.map(([field, part]) => {
      const isName = own !== null && NAMING.includes(field) && typeof part === 'string' && part !== '';
      return [field, isName ? how.name(part, own) : rewrite(part, how, own)];
    }),
  );
}

function withoutMentions(text: string, erased: Erased): string {
  const withoutMails = text.includes('@')
    ? text.replaceAll(MAIL, (mail) => named(erased.memberOfMail(mail.toLowerCase()), mail))
    : text;
  // Ids, models and paths are most of what OpenAI tells, and no names.
  return /\s/.test(withoutMails)
    ? erased.nameSizes.reduce((left, size) => withoutNames(left, size, erased), withoutMails)
    : withoutMails;
}

const named = (id: string | null, otherwise: string): string => (id === null ? otherwise : erasedMemberName(id));

/** Looks at each so many words that follow each other. */
function withoutNames(text: string, size: number, { memberOfName }: Erased): string {
  const words = [...text.matchAll(WORD)];
  let left = '';
  let end = 0;
  for (let at = 0; at + size <= words.length; at += 1) {
    const window = words.slice(at, at + size);
    const [first, last] = [window[0], window.at(-1)];
    const id = memberOfName(window.map(([word]) => word.toLowerCase()).join(' '));
    if (id === null || first === undefined || last === undefined || first.index < end) continue;
    left += text.slice(end, first.index) + erasedMemberName(id);
    end = last.index + last[0].length;
  }
  return left + text.slice(end);
}

const WORD = /[\p{L}\p{N}]+/gu;

/** A name as it is told again: its words in small letters, whatever stands between them. */
export const wordsOfName = (name: string): string[] => (name.match(WORD) ?? []).map((word) => word.toLowerCase());

/**
 * What tells a mail address or a name again without holding it: a function of text in small letters. Without the secret
 * nobody finds it out by trying.
 */
export function erasedHasher(secret: string): (text: string) => Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'bursar:erased', 32));
  return (text) => createHmac('sha256', key).update(text).digest();
}
