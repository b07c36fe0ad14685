import type { CapabilityTable } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../http/scope.js';
import type { Span } from '../sync/spans.js';
import { CAPABILITY_TABLE, type Clock, CLOCK } from '../tokens.js';
import { type KeyModels, sumKeyModels } from './key-models.js';
import { readVersions } from './reading-versions.js';
import { RememberedRuns } from './remembered-runs.js';
import { ReportStore } from './report.store.js';
import { lastThirtyDays } from './spend.store.js';

export interface KeyTraffic {
  /** Organizations of which some day was read. Of the others nothing is known, which is not the same as no request. */
  knownIn: readonly number[];
  /** JSON of the keys that were used: "organization/id" → requests; the organization by Bursar's number. */
  requestsByName: string;
  /** Models that a key was used with, the most requests first; of `requestsByName` those that name a model. */
  modelsOf(name: string): readonly KeyModelUse[];
}

export interface KeyModelUse {
  model: string;
  requests: number;
}

interface RequestMeasure {
  capability: string;
  measure: string;
}

const KEY = 'api_key_id';
/** Of 5,000 keys with their models it is some megabytes. */
const MOST_REMEMBERED = 6;
/** Of one capability each; there are about ten of them. */
const MOST_PARTS = 20;

/** How often keys were used lately, by whatever capability counts requests and tells of keys. */
@Injectable()
export class KeyTrafficStore {
  private readonly parts = new RememberedRuns<KeyModels>(MOST_PARTS);
  private readonly traffic = new RememberedRuns<KeyTraffic>(MOST_REMEMBERED);
  private readonly measures: readonly RequestMeasure[];

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(CAPABILITY_TABLE) table: CapabilityTable,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.measures = requestMeasures(table);
  }

  /** Requests of the last 30 UTC days, the running one included: added up again only when a day of them was read anew. */
  async lately(scope: Scope): Promise<KeyTraffic> {
    const range = lastThirtyDays(this.clock.now().getTime());
    const versions = await readVersions(
      this.dataSource,
      this.measures.map(({ capability }) => capability),
      range,
    );
    return this.traffic.of(JSON.stringify([scope, range, versions]), async () => {
      // One after the other: pages need the other connections.
      const parts: KeyModels[] = [];
      for (const measure of this.measures) {
        const own = versions.filter(({ capability }) => capability === measure.capability);
        const name = JSON.stringify([measure, scope, range, own]);
        if (own.length > 0) parts.push(await this.parts.of(name, () => this.addUp(measure, range, scope)));
      }
      const knownIn = [...new Set(versions.map(({ organizationId }) => organizationId))];
      return { knownIn, ...merged(parts) };
    });
  }

  private async addUp({ capability, measure }: RequestMeasure, range: Span, scope: Scope): Promise<KeyModels> {
    const question = { capability, measure, dimension: KEY, range, filters: new Map(), without: [] };
    return this.reports.explored(question, scope, sumKeyModels);
  }
}

/** Of each capability that tells of keys, the measure that counts requests. */
function requestMeasures(table: CapabilityTable): RequestMeasure[] {
  return Object.entries(table).flatMap(([capability, { dimensions, measures, collected }]) => {
    if (!dimensions.includes(KEY) || collected?.includes('1d') !== true) return [];
    const counted = Object.entries(measures).find(([, { unit }]) => unit === 'requests');
    return counted === undefined ? [] : [{ capability, measure: counted[0] }];
  });
}

function merged(parts: readonly KeyModels[]): Pick<KeyTraffic, 'requestsByName' | 'modelsOf'> {
  const requests: Record<string, number> = {};
  const models = new Map<string, Map<string, number>>();
  for (const part of parts) {
    for (const [name, uses] of Object.entries(part)) {
      const own = models.get(name) ?? new Map<string, number>();
      models.set(name, own);
      for (const [model, count] of uses) {
        requests[name] = (requests[name] ?? 0) + count;
        if (model !== null) own.set(model, (own.get(model) ?? 0) + count);
      }
    }
  }
  return {
    requestsByName: JSON.stringify(requests),
    modelsOf: (name) =>
      [...(models.get(name) ?? [])]
        .map(([model, count]) => ({ model, requests: count }))
        .toSorted((a, b) => b.requests - a.requests || (a.model < b.model ? -1 : 1)),
  };
}
