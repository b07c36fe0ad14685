import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Ellipsis, MessageSquare, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem } from '@bursar/contract';
import { useMenuButton } from '../../components/use-menu-button.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { AskOwnersDialog } from './ask-owners-dialog.js';
import { keyTitle } from './key-name.js';
import { KEY_TASKS, leftOut, type KeyTaskKind } from './tasks/key-task.js';

interface KeyActionsProps {
  item: KeyInventoryItem;
  onTask: (kind: KeyTaskKind) => void;
}

/** The step that most keys need as a button, the others in a menu; nothing to whoever may do nothing. */
export function KeyActions({ item, onTask }: KeyActionsProps) {
  const { t } = useTranslation();
  const may = useMay('keys.write');
  const mayLook = useMay('incidents.read');
  const { button, fromButton } = useMenuButton();
  const [isAsking, setAsking] = useState(false);
  const offered = may ? KEY_TASKS.filter((kind) => leftOut(kind, item) === null) : [];
  const others = offered.filter((kind) => kind !== 'rotate');
  const words = t('actions.menu', { name: isolated(keyTitle(item)) });
  return (
    <span className="controls">
      {mayLook && item.kind === 'project' && item.project_id !== null && (
        <Link to="/keys/leak-desk" search={{ key: item.id, project: item.project_id }} className="control">
          <ShieldAlert aria-hidden="true" />
          {t('keys.leaked')}
        </Link>
      )}
      {item.owner?.type === 'user' && (
        <button type="button" className="control" onClick={() => setAsking(true)}>
          <MessageSquare aria-hidden="true" />
          {t('keys.task.ask')}
        </button>
      )}
      {offered.includes('rotate') && (
        <button type="button" className="control primary" onClick={() => onTask('rotate')}>
          {t('keys.task.rotate')}
        </button>
      )}
      {others.length > 0 && (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <button ref={button} type="button" className="control icon-only" aria-label={words} title={words}>
              <Ellipsis aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((kind) => (
              <Menu.Item
                key={kind}
                onClick={fromButton(() => onTask(kind))}
                {...(kind === 'delete' && { className: 'danger-item' })}
              >
                {t(`keys.task.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {isAsking && <AskOwnersDialog keys={[item]} onClose={() => setAsking(false)} />}
    </span>
  );
}
