import { useTranslation } from 'react-i18next';
import type { ApiToken } from '@bursar/contract';
import { DataTable } from '../../components/data-table.js';
import { EntityName } from '../../components/entity-name.js';
import { Badge } from '../../components/severity.js';
import { listOf } from '../../lib/format/intl.js';
import { isolated } from '../../lib/names.js';
import { useMay, usePerson } from '../../lib/session.js';
import { useNow } from '../../lib/today.js';
import { Ago, DayCell } from '../directory/cells.js';
import { forTokens } from './token-words.js';

interface TokensTableProps {
  tokens: readonly ApiToken[];
  onEnd: (token: ApiToken) => void;
}

/** Tokens with what they may do; whose they are where somebody else's stand among them. */
export function TokensTable({ tokens, onEnd }: TokensTableProps) {
  const { t } = useTranslation();
  const { id } = usePerson();
  const areMixed = tokens.some(({ person_id: personId }) => personId !== id);
  return (
    <DataTable
      caption={t('account.tokens.title')}
      columns={areMixed ? 6 : 5}
      rows={tokens}
      head={
        <tr>
          <th scope="col">{t('account.tokens.name')}</th>
          {areMixed && (
            <th scope="col" className="wide-only">
              {t('account.tokens.madeBy')}
            </th>
          )}
          <th scope="col" className="wide-only">
            {t('account.tokens.mayDo')}
          </th>
          <th scope="col" className="wide-only">
            {t('account.tokens.lastUsed')}
          </th>
          <th scope="col">{t('account.tokens.expires')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('account.tokens.action')}</span>
          </th>
        </tr>
      }
      renderRow={(token) => <Row key={token.id} token={token} areMixed={areMixed} onEnd={onEnd} />}
    />
  );
}

interface RowProps {
  token: ApiToken;
  areMixed: boolean;
  onEnd: (token: ApiToken) => void;
}

function Row({ token, areMixed, onEnd }: RowProps) {
  const { t } = useTranslation();
  const { id } = usePerson();
  const mayEndAny = useMay('people.write');
  const now = useNow();
  const { name, person_id: personId, person_name: personName, project_ids: projectIds } = token;
  const words = forTokens(token.permissions).map((permission) => t(`account.permission.${permission}`));
  const isOver = now !== null && Date.parse(token.expires_at) <= Date.parse(now);
  return (
    <tr>
      <th scope="row">
        <EntityName name={name} />
      </th>
      {areMixed && (
        <td className="wide-only">
          <EntityName name={personName} />
        </td>
      )}
      <td className="wide-only">
        {listOf(words)}
        {projectIds !== null && (
          <span className="quiet"> {t('account.tokens.only', { count: projectIds.length })}</span>
        )}
      </td>
      <td className="wide-only">
        <Ago at={token.last_used_at} absent={t('words.never')} />
      </td>
      <td>
        {isOver ? <Badge tone="warning">{t('account.tokens.expired')}</Badge> : <DayCell at={token.expires_at} />}
      </td>
      <td className="number">
        {(personId === id || mayEndAny) && (
          <button
            type="button"
            className="control small"
            aria-label={t('account.tokens.endOne', { name: isolated(name) })}
            onClick={() => onEnd(token)}
          >
            {t('account.tokens.end')}
          </button>
        )}
      </td>
    </tr>
  );
}
