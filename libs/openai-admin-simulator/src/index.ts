export type { AddedTraffic } from './added-traffic.js';
export type { AuditControl, AuditEvent, AuditLogging, InjectedEvent, Someone } from './audit-model.js';
export type { BilledDimension, BilledQuery, BilledRow, CostChange, CostMatch } from './billing-model.js';
export type { Clock } from './clock.js';
export type * from './fault-kinds.js';
export { FAULT_KINDS } from './fault-kinds.js';
export type {
  ElsewhereOptions,
  KeyOwner,
  Member,
  NewKey,
  NewMember,
  Organization,
  Project,
  ProjectKey,
  ServiceAccount,
} from './organization-model.js';
export type { LoggedRequest, RequestLog } from './request-log.js';
export { SCENARIO_NAMES } from './scenarios.js';
export type { PlayedScenario, ScenarioName } from './scenarios.js';
export { startSimulator } from './simulator.js';
export type { AdminKey, Simulator, SimulatorOptions } from './simulator.js';
export type { UsageEvent } from './traffic-model.js';
