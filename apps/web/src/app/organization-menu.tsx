import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Building2, Check, ChevronsUpDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Organization, SyncAnswer } from '@bursar/contract';
import { EntityName } from '../components/entity-name.js';
import { Badge, type Tone } from '../components/severity.js';
import { nameOfOrganization, type SyncOrganization } from '../lib/chosen-organization.js';
import { ORGANIZATION_PARAMETER } from '../lib/organization-parameter.js';

interface OrganizationMenuProps {
  organizations: SyncAnswer['organizations'];
  /** OpenAI's id; null: all together. */
  chosen: string | null;
}

/** Which organization the pages are of: its name where there is one, the choice where there are several. */
export function OrganizationMenu({ organizations, chosen }: OrganizationMenuProps) {
  const [first, ...others] = organizations;
  if (first === undefined) return null;
  if (others.length > 0) return <Choice organizations={organizations} chosen={chosen} />;
  const name = nameOfOrganization(first);
  return (
    name !== null && (
      <span className="organization">
        <Building2 aria-hidden="true" />
        <EntityName name={name} />
      </span>
    )
  );
}

function Choice({ organizations, chosen }: OrganizationMenuProps) {
  const { t } = useTranslation();
  const choose = useChoose();
  const current = organizations.find(({ organization_id: id }) => id !== null && id === chosen);
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <button type="button" className="control organization" aria-label={labelOf()}>
          <Building2 aria-hidden="true" />
          {current === undefined ? (
            <span className="entity-name">{t('shell.organization.all')}</span>
          ) : (
            <EntityName name={nameOfOrganization(current) ?? ''} />
          )}
          <ChevronsUpDown aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => choose(null)} rightSection={chosen === null && <Chosen />}>
          {t('shell.organization.all')}
        </Menu.Item>
        <Menu.Divider />
        {organizations.map((each, index) => (
          <Item key={each.organization_id ?? index} organization={each} chosen={chosen} onChoose={choose} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );

  function labelOf(): string {
    const name = current === undefined ? t('shell.organization.all') : (nameOfOrganization(current) ?? '');
    return t('shell.organization.label', { name });
  }
}

interface ItemProps {
  organization: SyncOrganization;
  chosen: string | null;
  onChoose: (id: string) => void;
}

function Item({ organization, chosen, onChoose }: ItemProps) {
  const { t } = useTranslation();
  const { organization_id: id, name, state } = organization;
  // Before OpenAI's first answer there is no id to choose it by, and nothing of it to see.
  return (
    <Menu.Item
      disabled={id === null}
      onClick={() => id !== null && onChoose(id)}
      rightSection={id !== null && id === chosen && <Chosen />}
    >
      <span className="organization-item">
        <EntityName name={name ?? id ?? t('shell.organization.unnamed')} />
        {name !== null && id !== null && <span className="quiet mono">{id}</span>}
        {state !== 'active' && <Badge tone={TONES[state]}>{t(`organizations.state.${state}`)}</Badge>}
      </span>
    </Menu.Item>
  );
}

const TONES = {
  connecting: 'notice',
  stopped: 'critical',
  disconnected: 'unknown',
  removing: 'warning',
} as const satisfies Record<Exclude<Organization['state'], 'active'>, Tone>;

function Chosen() {
  const { t } = useTranslation();
  return <Check aria-label={t('words.chosen')} />;
}

/** Stays on the page with all that its address says besides: a filter that fits nothing now says so there. */
export function useChoose(): (id: string | null) => void {
  const navigate = useNavigate();
  return (id) =>
    void navigate({
      to: '.',
      // Named even where it is nothing: what is not named stays as it is.
      search: (before) => ({ ...before, [ORGANIZATION_PARAMETER]: id ?? '' }),
      resetScroll: false,
    });
}
