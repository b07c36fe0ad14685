/** What a project may use: models, hosted tools, service tiers; and how long OpenAI keeps its data. */
import { badRequest } from '../errors.js';
import { objectOf, oneOf, optionalBoolean, refuseFields, required, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { ORGANIZATION, type Scope } from './directory.js';

const PROJECT = '/organization/projects/{project_id}';
const MODELS = `${PROJECT}/model_permissions`;
const TOOLS = `${PROJECT}/hosted_tool_permissions`;
const TIERS = `${PROJECT}/service_tier_settings`;

const TOOL_NAMES = ['code_interpreter', 'file_search', 'image_generation', 'mcp', 'web_search'];
const OPTIONAL_TIERS = ['flex', 'fast', 'ultrafast'];
const RETENTIONS = [
  'zero_data_retention',
  'modified_abuse_monitoring',
  'enhanced_zero_data_retention',
  'enhanced_modified_abuse_monitoring',
] as const;

function modelWire({ directory }: ManagementCall, projectId: string): Wire {
  const { mode, modelIds } = directory.modelPermissions.get(projectId) ?? { mode: 'deny_list', modelIds: [] };
  return { object: 'project.model_permissions', mode, model_ids: modelIds };
}

function updateModels(call: ManagementCall, projectId: string): Wire {
  const { id } = openProject(call, projectId);
  refuseFields(call.body, ['mode', 'model_ids']);
  const mode = oneOf(call.body, 'mode', ['allow_list', 'deny_list']);
  call.directory.modelPermissions.set(id, { mode, modelIds: texts(call.body, 'model_ids') });
  return modelWire(call, id);
}

function toolWire({ directory }: ManagementCall, projectId: string): Wire {
  const set = directory.hostedTools.get(projectId) ?? {};
  return Object.fromEntries(TOOL_NAMES.map((name) => [name, { enabled: set[name] ?? true }]));
}

function updateTools(call: ManagementCall, projectId: string): Wire {
  const { id } = openProject(call, projectId);
  refuseFields(call.body, TOOL_NAMES);
  const changed = { ...call.directory.hostedTools.get(id) };
  for (const name of TOOL_NAMES) {
    const value = call.body[name];
    if (value === undefined || value === null) continue;
    const enabled = optionalBoolean(objectOf(value, name), 'enabled');
    if (enabled === undefined) throw badRequest(`Missing required parameter: '${name}.enabled'.`, name);
    changed[name] = enabled;
  }
  call.directory.hostedTools.set(id, changed);
  return toolWire(call, id);
}

function tierWire({ directory }: ManagementCall, projectId: string): Wire {
  const { standard, enabled } = directory.serviceTiers.get(projectId) ?? { standard: 'standard', enabled: 'all' };
  return { object: 'project.service_tier_settings', default: standard, enabled_tiers: enabled };
}

function updateTiers(call: ManagementCall, projectId: string): Wire {
  const { body, directory } = call;
  const { id } = openProject(call, projectId);
  refuseFields(body, ['default', 'enabled_tiers']);
  const known = directory.serviceTiers.get(id) ?? { standard: 'standard', enabled: 'all' as const };
  const standard =
    body['default'] === undefined ? known.standard : oneOf(body, 'default', ['standard', 'fast', 'scale']);
  directory.serviceTiers.set(id, { standard, enabled: readTiers(call) ?? known.enabled });
  return tierWire(call, id);
}

function readTiers({ body }: ManagementCall): 'all' | string[] | undefined {
  const value = body['enabled_tiers'];
  if (value === undefined || value === 'all') return value;
  const tiers = texts(body, 'enabled_tiers');
  const strange = tiers.find((tier) => !OPTIONAL_TIERS.includes(tier));
  if (strange !== undefined) throw badRequest(`Invalid value: '${strange}'.`, 'enabled_tiers', 'invalid_value');
  return tiers;
}

const initialRetention = (scope: Scope) =>
  scope === ORGANIZATION ? 'modified_abuse_monitoring' : 'organization_default';

function retentionWire({ directory }: ManagementCall, scope: Scope): Wire {
  const owner = scope === ORGANIZATION ? 'organization' : 'project';
  return { object: `${owner}.data_retention`, type: directory.dataRetention.get(scope) ?? initialRetention(scope) };
}

function updateRetention(call: ManagementCall, scope: Scope): Wire {
  refuseFields(call.body, ['retention_type']);
  required(call.body, 'retention_type');
  const ofProject = ['organization_default', 'none', ...RETENTIONS] as const;
  const type = oneOf(call.body, 'retention_type', scope === ORGANIZATION ? RETENTIONS : ofProject);
  call.directory.dataRetention.set(scope, type);
  return retentionWire(call, scope);
}

const idOf = (call: ManagementCall, projectId: string) => openProject(call, projectId).id;

export const projectControlRoutes: readonly ManagementRoute[] = [
  get(MODELS, (call, projectId) => modelWire(call, idOf(call, projectId))),
  post(MODELS, updateModels),
  remove(MODELS, (call, projectId) => {
    call.directory.modelPermissions.delete(idOf(call, projectId));
    return { object: 'project.model_permissions.deleted', deleted: true };
  }),
  get(TOOLS, (call, projectId) => toolWire(call, idOf(call, projectId))),
  post(TOOLS, updateTools),
  get(TIERS, (call, projectId) => tierWire(call, idOf(call, projectId))),
  post(TIERS, updateTiers),
  get('/organization/data_retention', (call) => retentionWire(call, ORGANIZATION)),
  post('/organization/data_retention', (call) => updateRetention(call, ORGANIZATION)),
  get(`${PROJECT}/data_retention`, (call, projectId) => retentionWire(call, idOf(call, projectId))),
  post(`${PROJECT}/data_retention`, (call, projectId) => updateRetention(call, idOf(call, projectId))),
];
