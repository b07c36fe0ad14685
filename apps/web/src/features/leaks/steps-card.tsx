import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeakImpact } from '@bursar/contract';
import type { Day } from '../../lib/days.js';
import { useDirectoryList } from '../../lib/directory-queries.js';
import type { KeyInProject } from '../../lib/incident-queries.js';
import { useMay, usePerson } from '../../lib/session.js';
import { CapDialog } from './cap-dialog.js';
import { ExpireDialog, OpenIncidentDialog, RotateDialog } from './leak-dialogs.js';
import { CapStep, ExpireStep, IncidentStep, RotateStep } from './leak-steps.js';
import './leak-words.js';

interface StepsCardProps {
  impact: LeakImpact;
  inProject: KeyInProject;
  now: string;
  today: Day;
  /** The page is that of its incident. */
  hasIncident?: boolean;
}

type StepName = 'expire' | 'rotate' | 'cap' | 'incident';

/** What stops a leak, in the order in which it saves money; what one may not do is not offered. */
export function StepsCard({ impact, inProject, now, today, hasIncident = false }: StepsCardProps) {
  const { t } = useTranslation();
  const { role } = usePerson();
  const mayKeys = useMay('keys.write');
  const mayLimits = useMay('limits.write');
  const mayIncidents = useMay('incidents.write');
  const [open, setOpen] = useState<StepName | null>(null);
  const close = () => setOpen(null);
  const limit = useProjectLimit(inProject);
  const mayAny = mayKeys || mayLimits || mayIncidents;
  const steps = [
    ...(mayKeys ? [<ExpireStep key="expire" impact={impact} now={now} onStart={() => setOpen('expire')} />] : []),
    ...(mayKeys ? [<RotateStep key="rotate" {...{ impact, inProject }} onStart={() => setOpen('rotate')} />] : []),
    ...(mayLimits ? [<CapStep key="cap" limit={limit} onStart={() => setOpen('cap')} />] : []),
    ...(hasIncident
      ? []
      : [
          <IncidentStep
            key="incident"
            inProject={inProject}
            onStart={mayIncidents ? () => setOpen('incident') : null}
          />,
        ]),
  ];
  return (
    <section className="card steps-card" aria-labelledby="steps-title">
      <div className="card-head">
        <h2 id="steps-title">{t('leaks.steps.title')}</h2>
      </div>
      {!mayAny && <p className="card-body secondary">{t('leaks.steps.none', { role: t(`people.role.${role}`) })}</p>}
      <ol className="leak-steps">{steps}</ol>
      {mayAny && <p className="card-foot">{t('leaks.steps.foot')}</p>}
      {open === 'expire' && <ExpireDialog impact={impact} onClose={close} />}
      {open === 'rotate' && <RotateDialog impact={impact} onClose={close} />}
      {open === 'cap' && <CapDialog impact={impact} limit={limit} today={today} onClose={close} />}
      {open === 'incident' && <OpenIncidentDialog impact={impact} onClose={close} />}
    </section>
  );
}

/** What the project may spend in a month, as last seen; null: nothing is set. */
function useProjectLimit({ projectId, organizationId }: KeyInProject): string | null {
  const { rows } = useDirectoryList('spend-limits', { project_id: [projectId] });
  const ours = rows?.find(
    (row) => row.project_id === projectId && (organizationId === null || row.organization_id === organizationId),
  );
  return ours?.threshold ?? null;
}
