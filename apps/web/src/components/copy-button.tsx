import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { tsv } from '../lib/copy-table.js';
import { failureToast, toast } from './toast.js';

interface CopyButtonProps {
  /** Head, rows and foot; amounts exact. Made when it is asked for. */
  rows: () => readonly (readonly string[])[];
  /** False where more rows follow that are not read yet: then what is copied is said to be a part. */
  isComplete?: boolean;
  /** As high as the controls beside it; by default it stands in the head of a card. */
  tall?: boolean;
}

/** Puts a table on the clipboard as tab-separated text with exact amounts. */
export function CopyButton({ rows, isComplete = true, tall = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const copy = async () => {
    const table = rows();
    try {
      await navigator.clipboard.writeText(tsv(table));
      // The head is no row to the reader.
      toast(t(isComplete ? 'words.copied' : 'words.copiedSoFar', { count: table.length - 1 }));
    } catch (error) {
      failureToast(t('words.notCopied'), error);
    }
  };
  return (
    <button type="button" className={tall ? 'control' : 'control small'} onClick={() => void copy()}>
      <Copy aria-hidden="true" />
      {t('words.copy')}
    </button>
  );
}
