import { describe, expect, it } from '@jest/globals';
import { SYNC_ERROR_CODES } from '@bursar/contract';
import { OpenAIAdminError } from '@bursar/openai-admin';
import { OtherOrganizationError } from '../organizations/other-organization.js';
import { consequenceOf, describeProblem } from './problems.js';

const at = new Date('2026-11-21T10:00:00.750Z');
const family = 'GET /organization/costs';
const problem = (code: (typeof SYNC_ERROR_CODES)[number]) =>
  describeProblem(new OpenAIAdminError(code, { family, status: 400, requestId: 'req_9d21e7' }), at);

const FIRST_TRY = { failures: 0, retryAfterMs: null, isOptional: false };

describe('the words of a problem', () => {
  it.each(SYNC_ERROR_CODES.map((code) => [code]))('%s: what happened, its cause, what to do, what is kept', (code) => {
    const { message } = problem(code);
    expect(message).toMatch(/\(400, req_9d21e7\)/);
    expect(message.split(/(?<=[.;]) /).length).toBeGreaterThanOrEqual(3);
    expect(message).toMatch(/[Nn]othing stored is lost|What is stored is kept/);
  });

  it('say it as the design does', () => {
    const refused = new OpenAIAdminError('credential_refused', {
      family,
      status: 401,
      requestId: 'req_9d21e7',
      detail: 'Bad key.',
    });
    expect(describeProblem(refused, at)).toEqual({
      code: 'credential_refused',
      message:
        'OpenAI refused the admin key (401, req_9d21e7). It was probably revoked or has expired. Create a new one under ' +
        'Settings → Admin keys and replace it under Organizations, or where Bursar is configured. Nothing stored is lost.',
      status: 401,
      request_id: 'req_9d21e7',
      missing_scope: null,
      at: '2026-11-21T10:00:00Z',
    });
  });

  it('name both organizations, or what told them apart', () => {
    const named = new OtherOrganizationError({ expected: 'org-a', seen: 'org-b', requestId: 'req_1' });
    expect(describeProblem(named, at).message).toMatch(
      /^The admin key belongs to org-b, but org-a is stored here \(req_1\)\./,
    );
    const unnamed = new OtherOrganizationError({ expected: null, seen: null, requestId: null });
    expect(describeProblem(unnamed, at).message).toMatch(/shares no project/);
  });

  it('do not repeat those of an error that is not OpenAI’s: it may hold anything', () => {
    const { message, code } = describeProblem(new TypeError('sk-admin-secret is not a function'), at);
    expect(code).toBe('internal');
    expect(message).toContain('TypeError');
    expect(message).not.toContain('secret');
  });
});

describe('what a problem stops', () => {
  it.each([
    ['credential_refused', 'organization', 'stopped', 900],
    ['other_organization', 'organization', 'stopped', 900],
    ['missing_scope', 'scope', 'disabled', 3600],
    ['not_found', 'feed', 'disabled', 3600],
    ['openai_unavailable', 'feed', 'retrying', 15],
    ['internal', 'feed', 'retrying', 15],
  ] as const)('%s: the %s is %s for %i s', (code, reach, state, after) => {
    expect(consequenceOf(problem(code), FIRST_TRY, 0.5)).toEqual({ reach, state, after });
  });

  it('is tried again in growing pauses that end at half an hour', () => {
    const pauses = [0, 1, 2, 3, 7, 8, 500].map(
      (failures) => consequenceOf(problem('timeout'), { ...FIRST_TRY, failures }, 0.5).after,
    );
    expect(pauses).toEqual([15, 30, 60, 120, 1800, 1800, 1800]);
  });

  it('is rarer and rarer for what OpenAI does not know, down to once a day', () => {
    const pauses = [0, 1, 4, 5, 500].map(
      (failures) => consequenceOf(problem('not_found'), { ...FIRST_TRY, failures }, 0.5).after,
    );
    expect(pauses).toEqual([3600, 7200, 57_600, 86_400, 86_400]);
  });

  it('is as rare for a reading that only some organizations get', () => {
    const refused = consequenceOf(problem('refused'), { ...FIRST_TRY, isOptional: true }, 0.5);
    expect(refused).toEqual({ reach: 'feed', state: 'disabled', after: 3600 });
  });

  it('is spread, and never earlier than OpenAI asks', () => {
    expect(consequenceOf(problem('timeout'), FIRST_TRY, 0).after).toBe(11.25);
    expect(consequenceOf(problem('timeout'), FIRST_TRY, 1).after).toBe(18.75);
    expect(consequenceOf(problem('rate_limited'), { ...FIRST_TRY, retryAfterMs: 700_000 }, 0.5).after).toBe(700);
  });
});
