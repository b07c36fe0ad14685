import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './action-words.js';
import './dialog-form.css';

interface ActionDialogProps {
  title: ReactNode;
  onClose: () => void;
  /** Something is under way, or is shown this once: only its own buttons lead out. */
  isHeld?: boolean;
  size?: number;
  children: ReactNode;
}

/**
 * The frame of something that is about to be done; it is open as long as it is drawn.
 *
 * A press beside it never closes it: what was typed or is shown once would be lost.
 */
export function ActionDialog({ title, onClose, isHeld = false, size = 520, children }: ActionDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size={size}
      closeOnClickOutside={false}
      closeOnEscape={!isHeld}
      withCloseButton={!isHeld}
      title={title}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <div className="dialog-body">{children}</div>
    </Modal>
  );
}
