import { Fragment, type ReactNode } from 'react';

/** Stands in the text for a node; private-use characters, which no catalogue and no name has a reason to hold. */
const MARK = /\uE000(\d+)\uE001/;

/**
 * A sentence of the catalogue with elements inside: `of={(mark) => t('…', { amount: mark(<b>$5</b>) })}`.
 *
 * Words stay whole sentences, so a translation may move the parts. Nothing in the text is read as markup, which
 * matters because names come from OpenAI.
 */
export function Sentence({ of }: { of: (mark: (node: ReactNode) => string) => string }) {
  const nodes: ReactNode[] = [];
  const text = of((node) => `\uE000${nodes.push(node) - 1}\uE001`);
  const parts = text.split(MARK).map((part, index) => {
    const node = index % 2 === 1 ? nodes[Number(part)] : part;
    return <Fragment key={index}>{node}</Fragment>;
  });
  return <>{parts}</>;
}
