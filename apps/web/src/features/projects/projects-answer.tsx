import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import type { ListResult } from '../../lib/directory-queries.js';
import type { ListView } from '../directory/list-view.js';
import { isNarrowed } from '../directory/list-view.js';
import { useUnread } from '../directory/list-state.js';
import { useRowCount } from '../directory/row-count.js';
import { spendSum } from '../directory/spend-sum.js';
import type { SpendWords } from '../directory/use-spend-words.js';
import type { ProjectSort } from './project-columns.js';

interface ProjectsAnswerProps {
  list: ListResult<Project>;
  view: ListView<ProjectSort>;
  words: SpendWords;
}

/** "14 active projects spent $18,300.22 in November so far, $4,795.61 of it Fleet Planner." */
export function ProjectsAnswer({ list, view, words }: ProjectsAnswerProps) {
  const { t } = useTranslation();
  const rowCount = useRowCount();
  const unread = useUnread('projects');
  const kind = isNarrowed(view) ? 'match' : view.all ? 'all' : 'active';
  const rows = list.rows ?? [];
  const subject = (mark: (node: ReactNode) => string): string =>
    t(`projects.answer.${kind}`, { count: rows.length, shown: mark(<b>{rowCount(list)}</b>) });
  const spent = list.isComplete ? spendSum(rows) : null;
  if (rows.length === 0 && (unread !== null || kind === 'match')) {
    return t(kind === 'match' ? 'directory.noMatch' : 'directory.unread');
  }
  return (
    <Sentence
      of={(mark) => {
        if (spent === null) return t('directory.listed', { subject: subject(mark) });
        const { total, top } = spent;
        const values = {
          subject: subject(mark),
          amount: mark(
            <b>
              <Money value={total} currency={words.currency} />
            </b>,
          ),
          range: words.soFar,
        };
        if (top === null || rows.length === 1) return t('projects.answer.spent', values);
        return t('projects.answer.spentMost', {
          ...values,
          part: mark(<Money value={top.spent} currency={words.currency} />),
          name: mark(<EntityName name={top.row.name ?? top.row.id} />),
        });
      }}
    />
  );
}
