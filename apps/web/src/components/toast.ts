import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says what came of an action; it leaves by itself. */
export function toast(message: string): void {
  notifications.show({ message, closeButtonProps: { 'aria-label': i18next.t('shell.closeToast') } });
}

/** Says what failed and why; it stays until someone has read it. */
export function failureToast(title: string, error: unknown): void {
  notifications.show({
    title,
    message: error instanceof Error ? error.message : String(error),
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('shell.closeToast') },
  });
}
