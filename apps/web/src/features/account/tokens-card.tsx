import { Modal } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken, MadeApiToken } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { useTokens } from '../../lib/account-queries.js';
import { isolated } from '../../lib/names.js';
import { EndToken } from './end-token.js';
import { ShownToken } from './shown-token.js';
import { TokenForm } from './token-form.js';
import { TokensTable } from './tokens-table.js';
import '../../components/dialog-form.css';

type Task = { kind: 'make' } | { kind: 'show'; made: MadeApiToken } | { kind: 'end'; token: ApiToken };

/** Tokens by which programs ask, and the way to make and end them. */
export function TokensCard() {
  const { t } = useTranslation();
  const { data: tokens, error, refetch } = useTokens();
  const [task, setTask] = useState<Task | null>(null);
  return (
    <section className="card" aria-labelledby="tokens-title">
      <div className="card-head">
        <h2 id="tokens-title">{t('account.tokens.title')}</h2>
        <button type="button" className="control small" onClick={() => setTask({ kind: 'make' })}>
          <Plus aria-hidden="true" />
          {t('account.tokens.make')}
        </button>
      </div>
      <p className="card-caption">{t('account.tokens.text')}</p>
      {error !== null && (
        <div className="card-body">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {tokens?.length === 0 && <p className="card-body secondary">{t('account.tokens.none')}</p>}
      {tokens !== undefined && tokens.length > 0 && (
        <TokensTable tokens={tokens} onEnd={(token) => setTask({ kind: 'end', token })} />
      )}
      <TaskDialog task={task} onTask={setTask} />
    </section>
  );
}

function TaskDialog({ task, onTask }: { task: Task | null; onTask: (task: Task | null) => void }) {
  const { t } = useTranslation();
  const close = () => onTask(null);
  return (
    <Modal
      opened={task !== null}
      onClose={close}
      centered
      // What is shown once is not lost by a press beside it.
      closeOnClickOutside={task?.kind !== 'show'}
      title={<Title task={task} />}
      closeButtonProps={{ 'aria-label': t('people.close') }}
    >
      {task?.kind === 'make' && <TokenForm onMade={(made) => onTask({ kind: 'show', made })} />}
      {task?.kind === 'show' && <ShownToken made={task.made} onClose={close} />}
      {task?.kind === 'end' && <EndToken token={task.token} onClose={close} />}
    </Modal>
  );
}

function Title({ task }: { task: Task | null }) {
  const { t } = useTranslation();
  if (task === null) return null;
  if (task.kind === 'make') return t('account.tokens.makeTitle');
  if (task.kind === 'end') return t('account.tokens.endTitle', { name: isolated(task.token.name) });
  return t('account.tokens.shownTitle', { name: isolated(task.made.api_token.name) });
}
