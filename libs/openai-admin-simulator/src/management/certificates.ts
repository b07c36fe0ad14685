/** Client certificates of the organization, and in which projects they count. */
import { badRequest, notFound } from '../errors.js';
import { optionalText, refuseFields, text, texts } from './body.js';
import { get, openProject, post, remove, type ManagementCall, type ManagementRoute, type Wire } from './call.js';
import { entryOf } from './directory.js';
import type { Certificate } from './directory-model.js';
import { listPage } from './list-page.js';

const CERTIFICATES = '/organization/certificates';
const PROJECT_CERTIFICATES = '/organization/projects/{project_id}/certificates';
const MOST_CERTIFICATES = 50;
const MOST_AT_ONCE = 10;
const YEAR_SECONDS = 31_536_000;

interface Shown {
  object: string;
  /** Absent: the answer does not say. */
  active?: boolean;
  content?: string;
}

function certificateWire({ id, name, createdAt, validAt, expiresAt }: Certificate, shown: Shown): Wire {
  const { object, active, content } = shown;
  return {
    object,
    ...{ id, name },
    created_at: createdAt,
    certificate_details: { valid_at: validAt, expires_at: expiresAt, ...(content === undefined ? {} : { content }) },
    ...(active === undefined ? {} : { active }),
  };
}

function certificateOf({ directory }: ManagementCall, id: string): Certificate {
  const certificate = directory.certificates.find((candidate) => candidate.id === id);
  if (!certificate) throw notFound(`No certificate found with ID: ${id}`);
  return certificate;
}

function createCertificate({ body, directory, now, by }: ManagementCall): Wire {
  refuseFields(body, ['certificate', 'name']);
  const content = text(body, 'certificate');
  if (!content.includes('-----BEGIN CERTIFICATE-----')) {
    throw badRequest('The certificate has to be in PEM format.', 'certificate');
  }
  if (directory.certificates.length >= MOST_CERTIFICATES) {
    throw badRequest(`An organization can have at most ${MOST_CERTIFICATES} certificates.`, null);
  }
  const name = optionalText(body, 'name', false) ?? null;
  const times = { createdAt: now, validAt: now, expiresAt: now + YEAR_SECONDS };
  const certificate: Certificate = { id: directory.newId('cert_'), name, ...times, content, active: false };
  directory.certificates.push(certificate);
  directory.record(by, { type: 'certificate.created', payload: { id: certificate.id, name } });
  return certificateWire(certificate, { object: 'certificate' });
}

function retrieveCertificate(call: ManagementCall, id: string): Wire {
  const certificate = certificateOf(call, id);
  const content = call.parameters['include']?.includes('content') ? certificate.content : undefined;
  return certificateWire(certificate, { object: 'certificate', content });
}

function updateCertificate(call: ManagementCall, id: string): Wire {
  const certificate = certificateOf(call, id);
  refuseFields(call.body, ['name']);
  certificate.name = optionalText(call.body, 'name', false) ?? certificate.name;
  call.directory.record(call.by, { type: 'certificate.updated', payload: { id, name: certificate.name } });
  return certificateWire(certificate, { object: 'certificate' });
}

function deleteCertificate(call: ManagementCall, id: string): Wire {
  const { directory, by } = call;
  const certificate = certificateOf(call, id);
  const isUsed = certificate.active || [...directory.projectCertificates.values()].some((active) => active.has(id));
  if (isUsed) throw badRequest('The certificate has to be inactive everywhere before it can be deleted.', null);
  directory.certificates.splice(directory.certificates.indexOf(certificate), 1);
  const { name, content } = certificate;
  directory.record(by, { type: 'certificate.deleted', payload: { id, name, certificate: content } });
  return { object: 'certificate.deleted', id };
}

/** All of them or none: an unknown id refuses the whole call. */
function toggle(call: ManagementCall, active: boolean, projectId?: string): Wire {
  const { body, directory, by } = call;
  refuseFields(body, ['certificate_ids']);
  const ids = texts(body, 'certificate_ids');
  if (ids.length < 1 || ids.length > MOST_AT_ONCE) {
    throw badRequest(`'certificate_ids' has to name 1 to ${MOST_AT_ONCE} certificates.`, 'certificate_ids');
  }
  const certificates = ids.map((id) => certificateOf(call, id));
  for (const certificate of certificates) {
    if (projectId === undefined) certificate.active = active;
    else if (active) entryOf(directory.projectCertificates, projectId, () => new Set()).add(certificate.id);
    else directory.projectCertificates.get(projectId)?.delete(certificate.id);
  }
  directory.record(by, {
    type: active ? 'certificates.activated' : 'certificates.deactivated',
    projectId,
    payload: { certificates: certificates.map(({ id, name }) => ({ id, name })) },
  });
  const owner = projectId === undefined ? 'organization' : 'organization.project';
  return {
    object: `${owner}.certificate.${active ? 'activation' : 'deactivation'}`,
    data: certificates.map((certificate) => certificateWire(certificate, { object: `${owner}.certificate`, active })),
  };
}

function listCertificates(call: ManagementCall, projectId?: string): Wire {
  const ofProject = projectId === undefined ? undefined : call.directory.projectCertificates.get(projectId);
  const object = projectId === undefined ? 'organization.certificate' : 'organization.project.certificate';
  return listPage(call, call.directory.certificates, {
    envelope: 'ids',
    limit: { initial: 20, most: 100 },
    order: 'desc',
    bornAt: ({ createdAt }) => createdAt,
    wire: (certificate) => {
      const active = projectId === undefined ? certificate.active : (ofProject?.has(certificate.id) ?? false);
      return certificateWire(certificate, { object, active });
    },
  });
}

const idOf = (call: ManagementCall, projectId: string) => openProject(call, projectId).id;

export const certificateRoutes: readonly ManagementRoute[] = [
  get(CERTIFICATES, (call) => listCertificates(call)),
  post(CERTIFICATES, createCertificate),
  post(`${CERTIFICATES}/activate`, (call) => toggle(call, true)),
  post(`${CERTIFICATES}/deactivate`, (call) => toggle(call, false)),
  get(`${CERTIFICATES}/{certificate_id}`, retrieveCertificate),
  post(`${CERTIFICATES}/{certificate_id}`, updateCertificate),
  remove(`${CERTIFICATES}/{certificate_id}`, deleteCertificate),
  get(PROJECT_CERTIFICATES, (call, projectId) => listCertificates(call, idOf(call, projectId))),
  post(`${PROJECT_CERTIFICATES}/activate`, (call, projectId) => toggle(call, true, idOf(call, projectId))),
  post(`${PROJECT_CERTIFICATES}/deactivate`, (call, projectId) => toggle(call, false, idOf(call, projectId))),
];
