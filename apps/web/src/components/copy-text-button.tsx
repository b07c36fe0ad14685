import { Copy, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { failureToast, toast } from './toast.js';

interface CopyTextButtonProps {
  label: string;
  /** Said when it is on the clipboard. */
  done: string;
  /** Made when it is asked for. */
  text: () => string;
  icon?: LucideIcon;
  /** The one thing to do here. */
  isPrimary?: boolean;
}

/** Puts a text on the clipboard as it is, and says so. */
export function CopyTextButton({ label, done, text, icon: Icon = Copy, isPrimary = false }: CopyTextButtonProps) {
  const { t } = useTranslation();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      toast(done);
    } catch (error) {
      failureToast(t('words.nothingCopied'), error);
    }
  };
  return (
    <button type="button" className={isPrimary ? 'control primary' : 'control small'} onClick={() => void copy()}>
      <Icon aria-hidden="true" />
      {label}
    </button>
  );
}
