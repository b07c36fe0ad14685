import type { ReactNode } from 'react';

interface PaperTableProps {
  caption: string;
  /** Heads; those of figures stand at the right. */
  heads: readonly { words: string; isFigure?: boolean }[];
  rows: readonly (readonly ReactNode[])[];
  foot?: readonly ReactNode[];
}

/** A table with all its rows in the document: on paper nothing can be scrolled. */
export function PaperTable({ caption, heads, rows, foot }: PaperTableProps) {
  const classOf = (column: number): string | undefined => (heads[column]?.isFigure === true ? 'number' : undefined);
  const cells = (row: readonly ReactNode[]) =>
    row.map((content, column) =>
      column === 0 ? (
        <th key={column} scope="row" className={classOf(column)}>
          {content}
        </th>
      ) : (
        <td key={column} className={classOf(column)}>
          {content}
        </td>
      ),
    );
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table dense paper-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ words }, column) => (
              <th key={column} scope="col" className={classOf(column)}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{cells(row)}</tr>
          ))}
        </tbody>
        {foot !== undefined && (
          <tfoot>
            <tr>{cells(foot)}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
