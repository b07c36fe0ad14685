/** Spend limits and spend alerts of the organization and of projects. All amounts are US cents. */
import { notFound } from '../errors.js';
import { integer, objectOf, oneOf, optionalText, refuseFields, required, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { ORGANIZATION, type Scope } from './directory.js';
import type { SpendAlert } from './directory-model.js';
import { listPage } from './list-page.js';

const LARGEST_CENTS = 9_007_199_254_740_991;
const ownerOf = (scope: Scope) => (scope === ORGANIZATION ? 'organization' : 'project');

function readThreshold({ body }: ManagementCall, least: number): number {
  oneOf(body, 'currency', ['USD']);
  oneOf(body, 'interval', ['month']);
  return integer(body, 'threshold_amount', { least, most: LARGEST_CENTS });
}

function limitWire({ directory }: ManagementCall, scope: Scope): Wire {
  const cents = directory.spendLimits.get(scope);
  if (cents === undefined) throw notFound(`No spend limit is set for this ${ownerOf(scope)}.`);
  return {
    object: `${ownerOf(scope)}.spend_limit`,
    threshold_amount: cents,
    currency: 'USD',
    interval: 'month',
    enforcement: { status: 'inactive' },
  };
}

function setLimit(call: ManagementCall, scope: Scope): Wire {
  refuseFields(call.body, ['threshold_amount', 'currency', 'interval']);
  call.directory.spendLimits.set(scope, readThreshold(call, 1));
  return limitWire(call, scope);
}

function deleteLimit(call: ManagementCall, scope: Scope): Wire {
  if (!call.directory.spendLimits.delete(scope)) {
    throw notFound(`No spend limit is set for this ${ownerOf(scope)}.`);
  }
  return { object: `${ownerOf(scope)}.spend_limit.deleted`, deleted: true };
}

function alertWire(scope: Scope, { id, thresholdAmount, recipients, subjectPrefix }: SpendAlert): Wire {
  return {
    id,
    object: `${ownerOf(scope)}.spend_alert`,
    threshold_amount: thresholdAmount,
    currency: 'USD',
    interval: 'month',
    notification_channel: { type: 'email', recipients, subject_prefix: subjectPrefix },
  };
}

/** An update needs the whole body as well. */
function readAlert(call: ManagementCall): Pick<SpendAlert, 'thresholdAmount' | 'recipients' | 'subjectPrefix'> {
  const { body } = call;
  refuseFields(body, ['threshold_amount', 'currency', 'interval', 'notification_channel']);
  const channel = objectOf(required(body, 'notification_channel'), 'notification_channel');
  oneOf(channel, 'type', ['email']);
  return {
    thresholdAmount: readThreshold(call, 0),
    recipients: texts(channel, 'recipients'),
    subjectPrefix: optionalText(channel, 'subject_prefix') ?? null,
  };
}

function alertOf({ directory }: ManagementCall, scope: Scope, id: string): SpendAlert {
  const alert = directory.alertsOf(scope).find((candidate) => candidate.id === id);
  if (!alert) throw notFound(`No spend alert found with ID: ${id}`);
  return alert;
}

function createAlert(call: ManagementCall, scope: Scope): Wire {
  const { directory, now } = call;
  const alert = { id: directory.newId('alert_'), createdAt: now, ...readAlert(call) };
  directory.alertsOf(scope).push(alert);
  return alertWire(scope, alert);
}

function deleteAlert(call: ManagementCall, scope: Scope, id: string): Wire {
  const alerts = call.directory.alertsOf(scope);
  alerts.splice(alerts.indexOf(alertOf(call, scope, id)), 1);
  return { id, object: `${ownerOf(scope)}.spend_alert.deleted`, deleted: true };
}

function listAlerts(call: ManagementCall, scope: Scope): Wire {
  return listPage(call, call.directory.alertsOf(scope), {
    envelope: 'ids',
    limit: { initial: 20, most: 100, least: 0 },
    order: 'asc',
    before: true,
    bornAt: ({ createdAt }) => createdAt,
    wire: (alert) => alertWire(scope, alert),
  });
}

/** The same calls once for the organization and once for each project. */
function routesBelow(
  base: string,
  scopeOf: (call: ManagementCall, ids: readonly string[]) => Scope,
): ManagementRoute[] {
  const [limit, alerts] = [`${base}/spend_limit`, `${base}/spend_alerts`];
  // The alert's id is the last of the path.
  const last = (ids: readonly string[]) => ids.at(-1) ?? '';
  return [
    get(limit, (call, ...ids) => limitWire(call, scopeOf(call, ids))),
    post(limit, (call, ...ids) => setLimit(call, scopeOf(call, ids))),
    remove(limit, (call, ...ids) => deleteLimit(call, scopeOf(call, ids))),
    get(alerts, (call, ...ids) => listAlerts(call, scopeOf(call, ids))),
    post(alerts, (call, ...ids) => createAlert(call, scopeOf(call, ids))),
    get(`${alerts}/{alert_id}`, (call, ...ids) => {
      const scope = scopeOf(call, ids);
      return alertWire(scope, alertOf(call, scope, last(ids)));
    }),
    post(`${alerts}/{alert_id}`, (call, ...ids) => {
      const scope = scopeOf(call, ids);
      return alertWire(scope, Object.assign(alertOf(call, scope, last(ids)), readAlert(call)));
    }),
    remove(`${alerts}/{alert_id}`, (call, ...ids) => deleteAlert(call, scopeOf(call, ids), last(ids))),
  ];
}

export const spendingRoutes: readonly ManagementRoute[] = [
  ...routesBelow('/organization', () => ORGANIZATION),
  ...routesBelow('/organization/projects/{project_id}', (call, ids) => openProject(call, ids[0] ?? '').id),
];
