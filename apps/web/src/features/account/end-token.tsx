import { useTranslation } from 'react-i18next';
import type { ApiToken } from '@bursar/contract';
import { toast } from '../../components/toast.js';
import { useEndToken } from '../../lib/account-queries.js';
import { isolated } from '../../lib/names.js';
import { EntryProblem } from '../sign-in/entry-problem.js';

/** Says what ending a token will mean, and does it when that is wanted. */
export function EndToken({ token: { id, name }, onClose }: { token: ApiToken; onClose: () => void }) {
  const { t } = useTranslation();
  const { mutate: end, isPending, error } = useEndToken();
  const onSuccess = () => {
    toast(t('account.tokens.ended', { name: isolated(name) }));
    onClose();
  };
  return (
    <div className="dialog-body">
      {error !== null && <EntryProblem error={error} known={[]} />}
      <p>{t('account.tokens.endText')}</p>
      <div className="controls">
        <button
          type="button"
          className="control primary"
          aria-disabled={isPending}
          onClick={() => !isPending && end(id, { onSuccess })}
          data-autofocus
        >
          {t('account.tokens.endSubmit')}
        </button>
        <button type="button" className="control" onClick={onClose}>
          {t('people.cancel')}
        </button>
      </div>
    </div>
  );
}
