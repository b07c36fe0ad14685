/** Limits of models: `/organization/projects/{project_id}/rate_limits`. What a project has not set is the organization's. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import type { Project } from '../organization-model.js';
import { LINEAGES, type Model } from '../prices.js';
import { hash } from '../random.js';
import { integer, refuseFields } from './body.js';
import { get, isArchived, post, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { entryOf, type Directory, type Limits } from './directory.js';
import { listPage } from './list-page.js';

const LIMITS = '/organization/projects/{project_id}/rate_limits';
/** What clients write where they want no limit. */
export const NO_LIMIT = 2_147_483_647;

const FIELDS = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
];

const MODELS: readonly Model[] = Object.values(LINEAGES).flatMap((lineage: readonly Model[]) => lineage);

/** What the organization may use of a model; for some with fields that nobody has written down. */
function organizationLimits({ name, unit, generates }: Model): Limits {
  const step = 1 + (hash(11, name.length, name.charCodeAt(4)) % 4);
  const requests = 2500 * step;
  const common = {
    max_requests_per_1_minute: requests,
    max_tokens_per_1_minute: generates || unit === 'tokens' ? requests * 400 : NO_LIMIT,
  };
  // Words of the field, not of a capability: which unit a model is metered in tells which limits apply.
  if (unit === 'seconds') return { ...common, max_audio_megabytes_per_1_minute: 3200 };
  if (unit === 'characters') return { ...common, max_requests_per_1_day: NO_LIMIT };
  if (unit === 'tokens' && generates) {
    const batch = { batch_1_day_max_input_tokens: requests * 100_000 };
    const undocumented: Limits = step === 4 ? { max_tokens_per_1_day: requests * 20_000 } : {};
    return { ...common, ...batch, ...undocumented };
  }
  return unit === 'tokens' ? common : { ...common, max_images_per_1_minute: 50 * step };
}

const OF_ORGANIZATION: ReadonlyMap<string, Limits> = new Map(
  MODELS.map((model) => [model.name, organizationLimits(model)]),
);

function limitWire({ rateLimits }: Directory, projectId: string, model: string): Wire {
  return {
    object: 'project.rate_limit',
    id: `rl-${model}`,
    model,
    ...OF_ORGANIZATION.get(model),
    ...rateLimits.get(projectId)?.get(model),
  };
}

/** Limits tell of an unknown project in words of their own. */
function limitedProject({ directory, now }: ManagementCall, id: string): Project {
  const project = directory.project(id);
  if (!project) throw notFound(`The project ${id} was not found`);
  if (isArchived(project, now)) throw badRequest(`Project ${project.name} is archived`, null);
  return project;
}

function updateLimit(call: ManagementCall, projectId: string, limitId: string): Wire {
  const { body, directory } = call;
  const project = limitedProject(call, projectId);
  const model = [...OF_ORGANIZATION.keys()].find((name) => `rl-${name}` === limitId);
  if (model === undefined) throw notFound(`The rate limit ${limitId} was not found`);
  refuseFields(body, FIELDS);
  const largest = OF_ORGANIZATION.get(model) ?? {};
  const limits: Limits = {};
  for (const name of Object.keys(body)) {
    const value = integer(body, name, { least: 0, most: NO_LIMIT });
    const most = largest[name];
    if (most === undefined) throw badRequest(`${name} does not apply to ${model}.`, name);
    if (value > most) {
      throw badRequest(`${name} of ${value} exceeds the organization's limit of ${most} for ${model}.`, name);
    }
    limits[name] = value;
  }
  setRateLimit(directory, { project, model, limits }, call.by);
  return limitWire(directory, project.id, model);
}

/** @throws RangeError for a model without limits. */
export function setRateLimit(
  directory: Directory,
  { project, model, limits }: { project: Project; model: string; limits: Limits },
  by: Someone | null,
): void {
  if (!OF_ORGANIZATION.has(model)) {
    throw new RangeError(`No limits of model "${model}"; there are ${[...OF_ORGANIZATION.keys()].join(', ')}.`);
  }
  const ofProject = entryOf(directory.rateLimits, project.id, () => new Map<string, Limits>());
  ofProject.set(model, { ...ofProject.get(model), ...limits });
  directory.record(by, {
    type: 'rate_limit.updated',
    projectId: project.id,
    payload: { id: `rl-${model}`, changes_requested: limits },
  });
}

export const rateLimitRoutes: readonly ManagementRoute[] = [
  get(LIMITS, (call, projectId) => {
    const { id } = limitedProject(call, projectId);
    return listPage(call, [...OF_ORGANIZATION.keys()], {
      envelope: 'ids',
      limit: { initial: 100, most: 100 },
      before: true,
      idOf: (model) => `rl-${model}`,
      wire: (model) => limitWire(call.directory, id, model),
    });
  }),
  post(`${LIMITS}/{rate_limit_id}`, updateLimit),
];
