/** What can be done on the control path, one entry for each method and path. */
import type { AuditLogging, InjectedEvent } from './audit-model.js';
import type { BilledDimension, CostChange } from './billing-model.js';
import { textOf, timeOf, type Body } from './control-body.js';
import { changeOrganization } from './control-changes.js';
import { parseDay, dayStart } from './days.js';
import type { Fault } from './fault-kinds.js';
import { SCENARIO_NAMES, type ScenarioName } from './scenarios.js';
import type { Simulator } from './simulator.js';
import type { UsageEvent } from './traffic-model.js';

const LOGGING: readonly AuditLogging[] = ['on', 'empty', 'refused'];
const SHOWN_EVENTS = 1000;

/** @throws RangeError for what it does not understand. */
type Action = (simulator: Simulator, body: Body, query: URLSearchParams) => unknown;

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null;
}

/** By method and path. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /': (simulator) => ({
    url: simulator.url,
    organization_id: simulator.organizationId,
    now: simulator.clock.now().toISOString(),
    faults: simulator.faults.list().length,
    requests: simulator.requests.count(),
  }),
  'GET /faults': (simulator) => ({
    faults: simulator.faults.list().map(({ id, fault, hits }) => ({ id, hits, fault })),
  }),
  'POST /faults': (simulator, body) => {
    if (typeof body['kind'] !== 'string')
      throw new RangeError('A fault needs a kind; see the list of kinds in fault-kinds.ts.');
    // The kind is checked where it is added; its fields are the caller's business.
    return { id: simulator.faults.add(body as unknown as Fault).id };
  },
  'DELETE /faults': (simulator) => {
    simulator.faults.clear();
    return { faults: [] };
  },
  'GET /clock': (simulator) => ({ now: simulator.clock.now().toISOString() }),
  'POST /clock': (simulator, body) => {
    const { now, advance_ms: ms } = body;
    if (typeof now === 'string') simulator.clock.set(new Date(now));
    else if (typeof ms === 'number') simulator.clock.advance(ms);
    else throw new RangeError('The clock needs {"now": "2026-10-01T00:00:00Z"} or {"advance_ms": 60000}.');
    return { now: simulator.clock.now().toISOString() };
  },
  'POST /restate': (simulator, body) => {
    const { changes } = body;
    if (!Array.isArray(changes))
      throw new RangeError('Restating needs {"day": "2026-10-01", "changes": [{"kind": …}]}.');
    // Kinds, days and amounts are checked where they are used.
    simulator.restate(textOf(body, 'day'), ...(changes as CostChange[]));
    return { day: body['day'] };
  },
  'POST /rows': (simulator, body) => {
    const { rows } = body;
    if (typeof rows !== 'number') throw new RangeError('This needs {"day": "2026-10-01", "rows": 5000}.');
    simulator.setRowsPerDay(textOf(body, 'day'), rows);
    return { day: body['day'], rows };
  },
  'POST /events': (simulator, body) => {
    const { dimensions, measures } = body;
    if (!isObject(dimensions) || !isObject(measures)) {
      throw new RangeError('A use needs {"capability": "…", "dimensions": {…}, "measures": {…}}.');
    }
    // Names are checked where they are used; what they hold is the caller's business.
    const what = { dimensions, measures } as Pick<UsageEvent, 'dimensions' | 'measures'>;
    simulator.addEvent({
      ...what,
      capability: textOf(body, 'capability'),
      at: timeOf(body, 'at') ?? simulator.clock.now(),
    });
    return {};
  },
  'POST /traffic': (simulator, body) => {
    const { usd_per_day: usdPerDay, model } = body;
    if (typeof usdPerDay !== 'number') throw new RangeError('Traffic needs {"api_key_id": "…", "usd_per_day": 500}.');
    const chosen = typeof model === 'string' ? model : undefined;
    simulator.addTraffic({ keyId: textOf(body, 'api_key_id'), usdPerDay, model: chosen, since: timeOf(body, 'since') });
    return {};
  },
  'GET /scenarios': () => ({ scenarios: SCENARIO_NAMES }),
  'POST /play': (simulator, body) => {
    // The name is checked where it is played.
    return simulator.play(textOf(body, 'scenario') as ScenarioName, timeOf(body, 'since'));
  },
  'GET /audit-log': ({ auditLog }) => ({ logging: auditLog.logging, events: auditLog.events.slice(-SHOWN_EVENTS) }),
  'POST /audit-log': ({ auditLog }, body) => {
    const { actor, payload, project_id: projectId, id } = body;
    return auditLog.inject({
      type: textOf(body, 'type'),
      effectiveAt: timeOf(body, 'effective_at'),
      // Left as it was sent: what OpenAI never writes is what this is for.
      actor: actor as InjectedEvent['actor'],
      payload: payload as InjectedEvent['payload'],
      ...(typeof projectId === 'string' ? { projectId } : {}),
      ...(typeof id === 'string' ? { id } : {}),
    });
  },
  'POST /audit-logging': ({ auditLog }, body) => {
    const logging = LOGGING.find((candidate) => candidate === body['logging']);
    if (!logging) throw new RangeError(`Logging is one of ${LOGGING.join(', ')}: {"logging": "empty"}.`);
    auditLog.logging = logging;
    return { logging };
  },
  'POST /changes': ({ organization }, body) => changeOrganization(organization, body),
  'GET /requests': (simulator) => ({ requests: simulator.requests.entries }),
  'DELETE /requests': (simulator) => {
    simulator.requests.clear();
    return { requests: [] };
  },
  'GET /billed': (simulator, _body, query) => ({
    rows: simulator.billed({
      start: dayStart(parseDay(query.get('start') ?? '')),
      end: dayStart(parseDay(query.get('end') ?? '')),
      // Unknown names give null, as a dimension that no row has.
      groupBy: query.getAll('group_by') as BilledDimension[],
      bucket: query.get('bucket') === 'day' ? 'day' : query.get('bucket') === 'month' ? 'month' : 'total',
    }),
  }),
};
