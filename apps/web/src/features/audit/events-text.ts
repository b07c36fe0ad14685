import type { TFunction } from 'i18next';
import type { AuditEvent } from '@bursar/contract';
import { actorName } from './event-words.js';
import type { NameObject } from './object-names.js';

/** Events for the clipboard: instants, OpenAI's own words for what happened, ids beside names, for names change. */
export function eventsText(events: readonly AuditEvent[], nameOf: NameObject, t: TFunction): string[][] {
  const head = [
    t('audit.table.time'),
    t('audit.table.event'),
    t('audit.table.actor'),
    t('audit.table.ip'),
    t('audit.table.project'),
    t('audit.table.projectId'),
    t('audit.table.object'),
    t('audit.table.objectId'),
    t('audit.table.id'),
    t('directory.column.organizationId'),
  ];
  const rows = events.map((event) => {
    const { id, effective_at: at, type, actor, project, resources } = event;
    const projectName = project === null ? null : (nameOf({ kind: 'project', id: project.id }, event) ?? project.name);
    return [
      at,
      type,
      actorName(event) ?? '',
      actor?.ip_address ?? '',
      projectName ?? '',
      project?.id ?? '',
      resources.map((resource) => nameOf(resource, event) ?? resource.id).join(' '),
      resources.map((resource) => resource.id).join(' '),
      id,
      event.organization_id ?? '',
    ];
  });
  return [head, ...rows];
}
