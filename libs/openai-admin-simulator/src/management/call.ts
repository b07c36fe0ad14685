/** One management call, and the route that answers it. */
import type { Someone } from '../audit-model.js';
import { badRequest, notFound } from '../errors.js';
import type { ActiveFaults } from '../faults.js';
import type { Member, Organization, Project } from '../organization-model.js';
import type { Parameters } from '../parameters.js';
import type { LastUse } from '../last-use.js';
import type { Body } from './body.js';
import type { Directory } from './directory.js';

export interface ManagementCall {
  directory: Directory;
  /** For changes that a fault makes. */
  organization: Organization;
  parameters: Parameters;
  body: Body;
  faults: ActiveFaults;
  /** Unix seconds. */
  now: number;
  lastUse: LastUse;
  /** The key that asks. */
  by: Someone;
}

export type Wire = Record<string, unknown>;

export type Method = 'GET' | 'POST' | 'DELETE';

export interface ManagementRoute {
  method: Method;
  /** `/organization/projects/{project_id}/api_keys`; the ids go to the answer in this order. */
  path: string;
  /** Default `api.management.read`. */
  scope?: string;
  answer: (call: ManagementCall, ...ids: string[]) => Wire;
}

export function get(path: string, answer: ManagementRoute['answer']): ManagementRoute {
  return { method: 'GET', path, answer };
}

export function post(path: string, answer: ManagementRoute['answer']): ManagementRoute {
  return { method: 'POST', path, answer };
}

export function remove(path: string, answer: ManagementRoute['answer']): ManagementRoute {
  return { method: 'DELETE', path, answer };
}

export function isArchived(project: Project, now: number): boolean {
  return project.archivedAt !== null && project.archivedAt <= now;
}

/** @throws ApiError 404 where there is none. */
export function projectOf({ directory }: ManagementCall, id: string): Project {
  const project = directory.project(id);
  if (!project) throw notFound(`No project found with ID: ${id}`);
  return project;
}

/** A project whose lists answer. @throws ApiError 404 where there is none, 400 where it is archived. */
export function openProject(call: ManagementCall, id: string): Project {
  const project = projectOf(call, id);
  if (isArchived(project, call.now)) throw badRequest(`Project ${project.name} is archived`, null);
  return project;
}

/** @throws ApiError 404 where nobody of that id is in the organization. */
export function memberOf({ directory }: ManagementCall, id: string): Member {
  const member = directory.member(id);
  if (!member) throw notFound(`No user found with ID: ${id}`);
  return member;
}
