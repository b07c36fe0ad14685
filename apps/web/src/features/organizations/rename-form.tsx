import { useTranslation } from 'react-i18next';
import type { Organization } from '@bursar/contract';
import { FormField } from '../../components/form-field.js';
import { toast } from '../../components/toast.js';
import { useRenameOrganization } from '../../lib/organization-queries.js';
import { EntryForm } from '../sign-in/entry-form.js';

/** How Bursar calls an organization: OpenAI tells no name of it. */
export function RenameForm({ organization, onClose }: { organization: Organization; onClose: () => void }) {
  const { t } = useTranslation();
  const { mutate: rename, isPending, error } = useRenameOrganization();
  const fields = { name: t('organizations.field.nameNeeded') };
  const onSuccess = () => {
    toast(t('organizations.rename.done'));
    onClose();
  };
  return (
    <div className="dialog-body">
      <EntryForm
        fields={fields}
        submit={t('organizations.rename.submit')}
        busy={t('organizations.rename.busy')}
        isBusy={isPending}
        error={error}
        onSubmit={({ name }) => rename({ id: organization.id, name: name.trim() }, { onSuccess })}
      >
        {(errorOf) => (
          <FormField
            name="name"
            label={fields.name}
            error={errorOf('name')}
            defaultValue={organization.name ?? ''}
            maxLength={200}
            autoComplete="off"
            required
            data-autofocus
          />
        )}
      </EntryForm>
    </div>
  );
}
