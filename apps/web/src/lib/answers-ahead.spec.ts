import { describe, expect, it } from '@jest/globals';
import { AnswersAhead } from './answers-ahead.js';

/** Answers with how often it was asked for an address; `refused` is answered with 401, `broken` not at all. */
function startAhead() {
  const asked: string[] = [];
  const clock = { now: 0 };
  const answer = (address: string, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method ?? 'GET'} ${address}`);
    if (address === '/broken') return Promise.reject(new TypeError('no network'));
    const times = asked.filter((each) => each === `GET ${address}`).length;
    return Promise.resolve(new Response(`${times}`, { status: address === '/refused' ? 401 : 200 }));
  };
  const ahead = new AnswersAhead(answer, () => clock.now);
  const take = async (address: string, init?: RequestInit): Promise<string> => (await ahead.take(address, init)).text();
  return { ahead, asked, clock, take };
}

describe('answers that are asked for ahead', () => {
  it('are given to the page once, and to others who ask ahead as often as they ask', async () => {
    const { ahead, asked, take } = startAhead();
    for (let time = 0; time < 2; time++) expect(await (await ahead.ask('/a')).text()).toBe('1');
    expect(await take('/a')).toBe('1');
    expect(asked).toEqual(['GET /a']);
    expect(await take('/a')).toBe('2');
  });

  it('are waited for where they are still on their way', async () => {
    const { ahead, asked, take } = startAhead();
    const [, taken] = await Promise.all([ahead.ask('/a'), take('/a')]);
    expect(taken).toBe('1');
    expect(asked).toEqual(['GET /a']);
  });

  it.each(['/refused', '/broken'])('are not kept where there are none: %s', async (address) => {
    const { ahead, asked } = startAhead();
    await expect(ahead.ask(address)).rejects.toThrow(TypeError);
    await ahead.take(address).catch(() => null);
    expect(asked).toEqual([`GET ${address}`, `GET ${address}`]);
  });

  it('are not given to a page that asks much later', async () => {
    const { ahead, clock, take } = startAhead();
    await Promise.all([ahead.ask('/a'), ahead.ask('/b')]);
    clock.now = 15_000;
    expect(await take('/a')).toBe('1');
    clock.now = 15_001;
    expect(await take('/b')).toBe('2');
  });

  it('are those of who was signed in when they were asked for', async () => {
    const { ahead, take } = startAhead();
    await ahead.ask('/a');
    await take('/sign-in', { method: 'POST' });
    expect(await take('/a')).toBe('2');
  });
});
