import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { Money } from '../../components/money.js';
import { Sentence } from '../../components/sentence.js';
import { ZERO } from '../../lib/decimal.js';
import { isolated } from '../../lib/names.js';
import { byTotal } from '../explorer/report.js';
import type { CostFigures } from '../costs/cost-figures.js';

/** "Fleet Planner spent $4,795.61 in the last 30 days, $2,301.20 of it on gpt-6-astra, input." */
export function ProjectAnswer({ project, figures }: { project: ProjectDetail; figures: CostFigures | null }) {
  const { t } = useTranslation();
  const name = <EntityName name={project.name ?? project.id} />;
  if (figures === null) return t('words.loading');
  const { report } = figures;
  if (report === null || figures.counted.range === null) {
    return <Sentence of={(mark) => t('projects.detail.answer.unknown', { name: mark(name) })} />;
  }
  const top = byTotal(report.series).find(({ group, total }) => group !== null && total > ZERO);
  return (
    <Sentence
      of={(mark) => {
        const amount = mark(
          <b>
            <Money value={report.total} currency={report.currency} />
          </b>,
        );
        if (top === undefined || report.series.length === 1) {
          return t('projects.detail.answer.spentAll', { name: mark(<b>{name}</b>), amount });
        }
        return t('projects.detail.answer.spent', {
          name: mark(<b>{name}</b>),
          amount,
          part: mark(<Money value={top.total} currency={report.currency} />),
          line: isolated(top.label),
        });
      }}
    />
  );
}
