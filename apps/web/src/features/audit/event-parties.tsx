import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '@bursar/contract';
import { PlainText } from '../../components/plain-text.js';
import { Term } from '../../components/term.js';
import { isolated } from '../../lib/names.js';
import { useSeveralOrganizations } from '../../lib/queries.js';
import { DEFAULT_VIEW, type ValueFilter } from './audit-view.js';
import { actorFilter, kindName } from './event-words.js';
import { howWords, placeOf } from './events-table.js';
import { ObjectLink } from './object-link.js';
import type { NameObject } from './object-names.js';
import type { ChangeView } from './use-audit-view.js';

interface PartyProps {
  event: AuditEvent;
  change: ChangeView;
}

/** Who did it, from where and with what. */
export function ActorTerms({ event, change }: PartyProps) {
  const { t } = useTranslation();
  const { actor } = event;
  if (actor === null) return <p className="secondary">{t('audit.nobody')}</p>;
  const by = actorFilter(event);
  return (
    <dl className="event-terms">
      <Term name={t('audit.panel.term.email')} value={actor.email} />
      <Term
        name={t(actor.is_service_account ? 'audit.panel.term.serviceAccount' : 'audit.panel.term.member')}
        value={actor.id}
        mono
      />
      {actor.api_key_id !== null && (
        <Term name={t('audit.panel.term.key')} value={actor.api_key_id} mono>
          <ObjectLink kind="api_key" id={actor.api_key_id}>
            <PlainText mono>{actor.api_key_id}</PlainText>
          </ObjectLink>
        </Term>
      )}
      <Term name={t('audit.panel.term.how')} value={howWords(actor, t)} />
      <Term name={t('audit.panel.term.ip')} value={actor.ip_address} mono>
        {actor.ip_address !== null && (
          <>
            <PlainText mono>{actor.ip_address}</PlainText>{' '}
            <AllOf filter="ip" value={actor.ip_address} change={change} />
          </>
        )}
      </Term>
      <Term name={t('audit.panel.term.place')} value={placeOf(actor)} />
      <Term name={t('audit.panel.term.browser')} value={actor.user_agent} />
      {by !== null && (
        <>
          <dt />
          <dd>
            <AllOf
              filter="actor"
              value={by}
              name={actor.email ?? by}
              words={t('audit.panel.allByActor')}
              change={change}
            />
          </dd>
        </>
      )}
    </dl>
  );
}

interface ObjectProps extends PartyProps {
  nameOf: NameObject;
}

/** Where OpenAI books the event; what an admin key does stands on the default project. */
export function ProjectTerm({ event, nameOf, change }: ObjectProps) {
  const { t } = useTranslation();
  const { project, actor } = event;
  if (project === null) return null;
  const name = nameOf({ kind: 'project', id: project.id }, event) ?? project.name ?? project.id;
  return (
    <>
      <dt>{t('audit.panel.term.project')}</dt>
      <dd>
        <ObjectLink kind="project" id={project.id}>
          <PlainText>{name}</PlainText>
        </ObjectLink>{' '}
        <AllOf filter="project_id" value={project.id} name={name} change={change} />
        {actor?.type === 'api_key' && <p className="quiet">{t('audit.panel.defaultProject')}</p>}
      </dd>
    </>
  );
}

/** Whose log it stands in, where several are shown together. */
export function OrganizationTerm({ event: { organization_id: id } }: Pick<PartyProps, 'event'>) {
  const { t } = useTranslation();
  const ownerOf = useSeveralOrganizations();
  if (ownerOf === null) return null;
  return <Term name={t('audit.panel.term.organization')} value={ownerOf(id) ?? t('shell.organization.unnamed')} />;
}

/** What the event is about, each with its way on. */
export function ObjectList({ event, nameOf, change }: ObjectProps) {
  const { t } = useTranslation();
  return (
    <ul className="event-objects">
      {event.resources.map(({ kind, id }) => {
        const name = nameOf({ kind, id }, event);
        return (
          <li key={`${kind} ${id}`}>
            <span className="quiet">{kindName(kind, t)}</span>
            <span>
              <ObjectLink kind={kind} id={id}>
                <PlainText mono={name === null}>{name ?? id}</PlainText>
              </ObjectLink>
              {name !== null && (
                <span className="event-id">
                  <PlainText mono>{id}</PlainText>
                </span>
              )}
            </span>
            <AllOf filter="resource_id" value={id} name={name ?? id} change={change} />
          </li>
        );
      })}
    </ul>
  );
}

interface AllOfProps {
  filter: ValueFilter;
  value: string;
  name?: string;
  /** What stands on it; whose events it means is added for those who do not see its surroundings. */
  words?: string;
  change: ChangeView;
}

/** Closes the event and lists what else has to do with one of its parts. */
function AllOf({ filter, value, name = value, words, change }: AllOfProps) {
  const { t } = useTranslation();
  const values = { ...DEFAULT_VIEW.values, [filter]: [value] };
  return (
    <button type="button" className="link-button all-of" onClick={() => change({ ...DEFAULT_VIEW, values })}>
      <ListFilter aria-hidden="true" />
      <span>
        {words ?? t('audit.panel.all')}
        <span className="visually-hidden">{t('audit.panel.ofWhat', { name: isolated(name) })}</span>
      </span>
    </button>
  );
}
