import type { HookAnswer } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ActivityService } from '../activity/activity.service.js';
import type { Actor } from '../activity/actor.js';
import { type KnownKey, KnownKeysStore } from '../directory/known-keys.store.js';
import { invalidRequest, ProblemError } from '../http/problem.js';
import { FULL_SCOPE } from '../http/scope.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { IncidentsStore } from './incidents.store.js';
import { keysLike } from './leaked-text.js';

const text = (longest: number) => z.string().max(longest);

/** What of a delivery is looked at. Source: GitHub Docs, webhook event `secret_scanning_alert`. */
const delivery = z.object({
  action: text(100),
  alert: z.object({
    number: z.number().int().positive(),
    created_at: z.iso.datetime({ offset: true }),
    html_url: text(2000).nullish(),
    secret_type: text(200).nullish(),
    secret_type_display_name: text(200).nullish(),
    // GitHub sends it to some receivers. It is compared and forgotten.
    secret: text(1000).nullish(),
  }),
  repository: z.object({ full_name: text(500) }),
});
type Delivery = z.infer<typeof delivery>;

const OPENING = ['created', 'reopened', 'publicly_leaked'];
const IGNORED: HookAnswer = { state: 'ignored', incident_id: null };

/** Opens an incident for an alert of GitHub's secret scanning, once. */
@Injectable()
export class GithubAlerts {
  constructor(
    @Inject(IncidentsStore) private readonly incidents: IncidentsStore,
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  /** @throws ProblemError 400 for what is no delivery of that event; 409 where no organization is connected. */
  async deliver(event: unknown, body: unknown, actor: Actor): Promise<HookAnswer> {
    if (event === 'ping') return { state: 'pong', incident_id: null };
    if (event !== 'secret_scanning_alert') return IGNORED;
    const read = delivery.safeParse(body);
    // What is wrong is named by its place: a message might repeat what stands there.
    if (!read.success) throw invalidRequest(...read.error.issues.map(({ path }) => strange(path)));
    const { alert, repository, action } = read.data;
    const known = await this.incidents.ofAlert(repository.full_name, alert.number);
    if (known !== null) return this.again(known, read.data, actor);
    return OPENING.includes(action) && isOfOpenai(alert) ? this.open(read.data, actor) : IGNORED;
  }

  private async again(id: string, { action, alert, repository }: Delivery, actor: Actor): Promise<HookAnswer> {
    if (action !== 'resolved' && action !== 'reopened') return { state: 'known', incident_id: id };
    const target = { kind: 'incident', id, name: null };
    const reason = `GitHub: alert ${alert.number} of ${repository.full_name} was ${action}.`;
    await this.activity.perform({ what: 'incident.note', target, reason }, actor, async () => {
      if (action === 'resolved') await this.incidents.resolve(id, this.connected.now());
    });
    return { state: 'noted', incident_id: id };
  }

  private async open({ alert, repository }: Delivery, actor: Actor): Promise<HookAnswer> {
    const key = await this.keyOf(alert.secret ?? null);
    const organizationId = key?.organizationId ?? this.connected.all()[0]?.id;
    if (organizationId === undefined) {
      throw new ProblemError('invalid-request', 409, 'No organization is connected that this key could be of.');
    }
    const id = await this.incidents.nextId();
    const leakedSince = new Date(alert.created_at);
    const openedAt = this.connected.of(organizationId)?.clock.now() ?? this.connected.now();
    const act = {
      what: 'incident.open',
      target: { kind: 'incident', id, name: key?.name ?? null },
      reason: `GitHub: secret scanning alert ${alert.number} of ${repository.full_name}.`,
      after: { api_key_id: key?.id ?? null, project_id: key?.projectId ?? null },
    } as const;
    const isNew = await this.activity.perform(act, actor, () =>
      this.incidents.add({
        ...{ id, organizationId, leakedSince, openedAt, title: null, openedBy: null },
        key: key && { projectId: key.projectId, id: key.id },
        alert: { repository: repository.full_name, number: alert.number, url: ownUrl(alert.html_url) },
      }),
    );
    if (isNew) return { state: 'opened', incident_id: id };
    // Delivered twice at the same moment.
    return { state: 'known', incident_id: await this.incidents.ofAlert(repository.full_name, alert.number) };
  }

  /** Null: it was not told, or nothing or several are like it, so that a person has to say which. */
  private async keyOf(secret: string | null): Promise<KnownKey | null> {
    if (secret === null) return null;
    const [key, ...others] = keysLike(secret, await this.keys.find({}, FULL_SCOPE));
    return key !== undefined && others.length === 0 ? key : null;
  }
}

/** Other services' secrets are others' business. */
function isOfOpenai({ secret_type: type, secret_type_display_name: name }: Delivery['alert']): boolean {
  return /openai/i.test(`${type ?? ''} ${name ?? ''}`);
}

/** What is put into a page as a link. */
function ownUrl(url: string | null | undefined): string | null {
  return URL.parse(url ?? '')?.protocol === 'https:' ? (url ?? null) : null;
}

const strange = (path: PropertyKey[]) => ({
  pointer: `/${path.map(String).join('/')}`,
  message: 'is not what GitHub sends of a secret scanning alert',
});
