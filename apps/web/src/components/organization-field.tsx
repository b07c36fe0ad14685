import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAway, nameOfOrganization, useChosenOrganization } from '../lib/chosen-organization.js';
import { plainName } from '../lib/names.js';
import { useSync } from '../lib/queries.js';
import { SelectField } from './choice-fields.js';
import './action-words.js';

export interface OrganizationChoice {
  /** Where something new is made; undefined: there is only one. */
  organization: string | undefined;
  /** Several are connected, and none of them is chosen yet. */
  isMissing: boolean;
  options: readonly { value: string; label: string }[];
  choose: (organization: string) => void;
}

/** In which organization something new is made: the one of the top bar, or of several the one that is chosen here. */
export function useOrganizationChoice(): OrganizationChoice {
  const shown = useChosenOrganization();
  const { data: sync } = useSync();
  const [chosen, setChosen] = useState('');
  const connected = (sync?.organizations ?? []).filter((each) => !isAway(each));
  const options = connected.flatMap((each) =>
    each.organization_id === null
      ? []
      : [{ value: each.organization_id, label: plainName(nameOfOrganization(each) ?? each.organization_id) }],
  );
  const isAsked = shown === null && options.length > 1;
  return {
    organization: isAsked ? chosen : (shown ?? undefined),
    isMissing: isAsked && chosen === '',
    options: isAsked ? options : [],
    choose: setChosen,
  };
}

/** Nothing where there is nothing to choose. `isTried`: it was pressed without a choice. */
export function OrganizationField({ of, isTried }: { of: OrganizationChoice; isTried: boolean }) {
  const { t } = useTranslation();
  if (of.options.length === 0) return null;
  return (
    <SelectField
      label={t('actions.organization')}
      value={of.organization ?? ''}
      onChange={(event) => of.choose(event.currentTarget.value)}
      options={[{ value: '', label: t('actions.organizationChoose') }, ...of.options]}
      error={isTried && of.isMissing ? t('actions.organizationChoose') : undefined}
    />
  );
}
