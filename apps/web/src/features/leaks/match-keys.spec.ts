import { describe, expect, it } from '@jest/globals';
import { keyClues } from './key-clues.js';
import { readPasted } from './masked-text.js';
import { matchKeys } from './match-keys.js';

/** Never OpenAI's: made up, in the shape of those it gives out. */
const KEY = 'sk-proj-Zk3mQ0pV_8sLx2NfT-aB7cD9eF1gH5iJ6kL4mN0oP2qR8sT3uV7wX9yZ1aB5cx7Qa';
const LEGACY = 'sk-a9Xk2LmN4pQ6rS8tU0vW1xY3zT3BlbkFJdef';
const ADMIN = 'sk-admin-Qw3rTy7UiOp9AsDf1GhJkL5ZxCvBn8Mq2We4Rt6YuIo0Pzz9K';

const known = [
  { id: 'batch', redacted_value: 'sk-proj-************************x7Qa' },
  { id: 'eval', redacted_value: 'sk-proj-************************x7qA' },
  { id: 'legacy', redacted_value: 'sk-a9X...def' },
  { id: 'admin', redacted_value: 'sk-admin-************zz9K' },
  { id: 'nameless', redacted_value: null },
];

const matchesOf = (text: string): string[] =>
  matchKeys(keyClues(text), known).map(({ key, rank, reason }) => `${key.id} ${rank} ${reason}`);
const BATCH = ['batch match both', 'eval unlikely letterCase'];

describe('a key in what was pasted', () => {
  it.each([
    ['by itself', KEY],
    ['in quotes', `"${KEY}",`],
    ['in a line of a log', `2026-11-18T02:58:07Z build[4471]: export OPENAI_API_KEY=${KEY} && make sim-batch`],
    ['in a file of variables', `A=1\nOPENAI_API_KEY='${KEY}'\nDATABASE_URL=postgres://u:p@h/db\n`],
    ['in JSON', JSON.stringify({ headers: { authorization: `Bearer ${KEY}` }, n: 1 })],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ key: KEY }) })],
    ['in JSON with escapes', `{"key":"${KEY.replaceAll('-', '\\u002d')}"}`],
    ['in a command', `curl https://api.openai.com/v1/models -H "Authorization: Bearer ${KEY}" \\\n  -d '{}'`],
    ['in an address', `https://proxy.example/?key=${KEY}&model=a`],
    ['percent-encoded', `redirect=https%3A%2F%2Fa.example%2F%3Fkey%3D${KEY.replaceAll('-', '%2D')}%26b`],
    ['percent-encoded twice', `u=%253Fkey%253D${KEY.replaceAll('-', '%252D')}%2526`],
    ['wrapped by a terminal', `export KEY=${KEY.slice(0, 40)}\n${KEY.slice(40)}\n$ `],
    ['wrapped in several lines', `> ${KEY.slice(0, 20)}\n> ${KEY.slice(20, 45)}\n> ${KEY.slice(45)}`],
    ['wrapped before its last letters', `${KEY.slice(0, -4)}\r\n    ${KEY.slice(-4)}`],
    ['wrapped by mail', `${KEY.slice(0, 30)}=\n${KEY.slice(30)}`],
    ['wrapped in a text of JSON', `{"log":"${KEY.slice(0, 30)}\\n${KEY.slice(30)}"}`],
    ['wrapped by a shell', `${KEY.slice(0, 30)}\\\n${KEY.slice(30)}`],
    ['before another line', `key ${KEY}\nmake sim-batch`],
    ['before a line that looks like more of it', `${KEY}\nretry2Now and then`],
    ['in colours', `\u001b[33m${KEY}\u001b[0m done`],
    ['in colours spelled out', `{"msg":"\\u001b[33m${KEY}\\u001b[0m"}`],
    ['with characters without width', `${KEY.slice(0, 9)}\u200b${KEY.slice(9, 30)}\u00ad${KEY.slice(30)}`],
    ['with the hyphens of a word processor', KEY.replaceAll('-', '\u2011')],
    ['in bold', `look: **${KEY}**!`],
    ['at the end of a sentence', `It was ${KEY}.`],
    ['in base64', `data:\n  key: ${btoa(KEY)}\n`],
    ['in base64 without its end', btoa(KEY).replace(/=+$/, '')],
  ])('is found %s', (_how, text) => {
    expect(matchesOf(text)).toEqual(BATCH);
  });

  it.each([
    ['masked with an ellipsis', 'sk-proj-\u2026x7Qa', BATCH],
    ['masked with dots', 'sk-proj-...x7Qa', BATCH],
    ['masked as OpenAI does', 'sk-proj-************************x7Qa', BATCH],
    ['masked with dots in the middle of the line', 'sk-proj-\u2022\u2022\u2022\u2022\u2022x7Qa', BATCH],
    ['masked with a word', 'sk-proj-[REDACTED]x7Qa', BATCH],
    ['masked with the letter x', 'sk-proj-xxxxxxxxxxxxx7Qa', BATCH],
    ['masked by GitHub', 'OPENAI_API_KEY: ***', []],
    ['masked from its second letter on', 'sk-***x7Qa', ['batch possible end', 'eval unlikely letterCase']],
    ['the end alone', 'x7Qa', ['batch possible end', 'eval unlikely letterCase']],
    ['the end alone, in quotes', ' "x7Qa" ', ['batch possible end', 'eval unlikely letterCase']],
    ['the end behind a mask', 'key ***x7Qa was refused', ['batch possible end', 'eval unlikely letterCase']],
    ['three letters of the end', 'sk-proj-***7Qa', ['batch possible shortEnd']],
    ['a longer part of its end', KEY.slice(-30), ['batch possible end', 'eval unlikely letterCase']],
    [
      'a longer part of its end within a line',
      `token ${KEY.slice(-30)} was cut`,
      ['batch possible end', 'eval unlikely letterCase'],
    ],
    ['in capital letters', KEY.toUpperCase(), ['batch unlikely letterCase', 'eval unlikely letterCase']],
    ['with another beginning', `sk-svcacct-${KEY.slice(8)}`, ['batch unlikely otherBeginning']],
    ['an older one', LEGACY, ['legacy match both']],
    ['an older one without its end', 'sk-a9Xk2LmN4pQ6\u2026', ['legacy possible beginning']],
    ['an admin key', `Bearer ${ADMIN}`, ['admin match both']],
    ['another one', KEY.replace(/x7Qa$/, 'nope'), []],
    ['its beginning alone', 'sk-proj-Zk3mQ0', []],
    ['no key at all', 'import sk-learn; pip install risk-tools task-runner disk-usage-of-everything', []],
    ['the identity of something else', 'trace 7f3a9c2e1b4d4e5f8a6b7c8d9e0f1a2b', []],
    ['nothing', '  \n ', []],
  ])('is judged by what is there of it: %s', (_what, text, expected) => {
    expect(matchesOf(text)).toEqual(expected);
  });

  it('is told from others of the same text', () => {
    const text = `A=${KEY}\nB=${ADMIN}\nC=sk-proj-***zzzz`;
    expect(keyClues(text).map(({ isCertain }) => isCertain)).toEqual([true, true, true]);
    expect(matchKeys(keyClues(text), known).map(({ key, clue }) => `${key.id} ${clue}`)).toEqual([
      'batch 0',
      'admin 1',
      'eval 0',
    ]);
  });

  it('tells how many letters were compared', () => {
    expect(matchKeys(keyClues('sk-proj-***7Qa'), known)[0]).toMatchObject({ letters: 3 });
    expect(matchKeys(keyClues(LEGACY), known)[0]).toMatchObject({ letters: 3 });
    expect(matchKeys(keyClues(KEY), known)[0]).toMatchObject({ letters: 4 });
  });

  it('is found among five thousand in a text of a megabyte', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      id: String(index),
      redacted_value: `sk-proj-****${index.toString(36).padStart(4, '0')}`,
    }));
    const text = `${'2026-11-18 level=info id=Ab3dE6gH9jK2mN5p ok\n'.repeat(19_000)}${KEY}\n`;
    const matches = matchKeys(keyClues(text), [...many, ...known]);
    expect(matches.map(({ key }) => key.id)).toEqual(['batch', 'eval']);
  });
});

describe('what is kept of a pasted text', () => {
  const shown = (text: string): string =>
    readPasted(text)
      .parts.map((part) => part.text)
      .join('');

  it('holds the kind of the key and its last letters, and nothing between', () => {
    expect(shown(`export OPENAI_API_KEY=${KEY} && make`)).toMatch(
      /^export OPENAI_API_KEY=sk-proj-\u2022{32}x7Qa && make$/,
    );
    expect(shown('refused: sk-proj-***x7Qa')).toBe('refused: sk-proj-***x7Qa');
  });

  it.each([
    ['as it is', KEY],
    ['percent-encoded', KEY.replaceAll('-', '%2D')],
    ['in base64', `key: ${btoa(KEY)} end`],
    ['wrapped', `${KEY.slice(0, 40)}\n${KEY.slice(40)}`],
    ['wrapped before its last letters', `${KEY.slice(0, -4)}\n${KEY.slice(-4)}`],
    ['twice', `${KEY} ${KEY}`],
    ['as a part', `x ${KEY.slice(20)} y`],
    ['cut', KEY.slice(0, 40)],
  ])('lets go of a key that was pasted %s', (_how, text) => {
    const kept = JSON.stringify(readPasted(text));
    for (let from = 0; from + 14 <= KEY.length; from += 1) {
      expect(kept).not.toContain(KEY.slice(from, from + 14));
      expect(kept).not.toContain(btoa(KEY).slice(from, from + 14));
    }
  });

  it('shows no key of a text that is too long to be shown', () => {
    const other = KEY.replaceAll('x7Qa', 'y8Rb');
    const { parts, clues } = readPasted(`${`${KEY} \n`.repeat(200)}${other}\n`.repeat(20));
    expect(clues).toHaveLength(4020);
    expect(parts.map(({ text }) => text).join('').length).toBeLessThan(5000);
    expect(JSON.stringify(parts)).not.toContain(KEY.slice(10, 24));
  });

  it('is short of a long text, and says where the keys stood', () => {
    const { parts } = readPasted(`${'a'.repeat(5000)} ${KEY} ${'b'.repeat(5000)} ${ADMIN}`);
    expect(parts.map(({ clue }) => clue)).toEqual([null, 0, null, 1]);
    expect(parts.map(({ text }) => text).join('').length).toBeLessThan(600);
  });
});
