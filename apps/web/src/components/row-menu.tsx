import { Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isolated } from '../lib/names.js';
import { useMenuButton } from './use-menu-button.js';
import './action-words.js';

export interface RowAction {
  label: string;
  onChoose: () => void;
  /** It takes something away. */
  isDanger?: boolean;
}

/** What can be done with one row; nothing where nothing can. */
export function RowMenu({ name, actions }: { name: string; actions: readonly RowAction[] }) {
  const { t } = useTranslation();
  const { button, fromButton } = useMenuButton();
  if (actions.length === 0) return null;
  const words = t('actions.menu', { name: isolated(name) });
  return (
    // The table cuts off what overflows it, so that the menu cannot stand beside its button.
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <button ref={button} type="button" className="control bare icon-only" aria-label={words} title={words}>
          <Ellipsis aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, onChoose, isDanger = false }) => (
          <Menu.Item key={label} onClick={fromButton(onChoose)} {...(isDanger && { className: 'danger-item' })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
