import { plainName } from '../lib/names.js';

/** Text that comes from OpenAI in full, over as many lines as it needs: it is read as it stands and cannot act. */
export function PlainText({ children, mono = false }: { children: string; mono?: boolean }) {
  const lines = children.split('\n').map(plainName).join('\n');
  return <bdi className={mono ? 'plain-text mono' : 'plain-text'}>{lines}</bdi>;
}
