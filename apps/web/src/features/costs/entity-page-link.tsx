import { Link } from '@tanstack/react-router';
import { Folder } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CostsView } from './costs-view.js';

/** Where costs of one project are shown, the way to all that is known of it. */
export function EntityPageLink({ view }: { view: CostsView }) {
  const { t } = useTranslation();
  const [projectId, ...others] = view.filters.project_id ?? [];
  if (projectId === undefined || others.length > 0) return null;
  return (
    <Link to="/projects/$projectId" params={{ projectId }} className="control">
      <Folder aria-hidden="true" />
      {t('costs.openProject')}
    </Link>
  );
}
