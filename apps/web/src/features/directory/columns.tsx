/** Columns that many lists of the directory have, each with its text for the clipboard. */
import type { TFunction } from 'i18next';
import { Ago, CountCell, DASH, DayCell, SpendCell, WordCell } from './cells.js';
import { last30Days, SpendLink } from './costs-link.js';
import type { Column } from './directory-table.js';
import type { SpendWords } from './use-spend-words.js';

interface ColumnOf<SortName extends string> {
  name: string;
  head: string;
  sort?: SortName;
  className?: string;
}

/** A UTC day. `absent` stands where there is none. */
export const dayColumn = <Item, SortName extends string>(
  of: ColumnOf<SortName>,
  at: (item: Item) => string | null,
  absent = DASH,
): Column<Item, SortName> => ({
  className: 'number wide-only',
  ...of,
  cell: (item) => <DayCell at={at(item)} absent={absent} />,
  text: at,
});

/** How long ago something was. `absent` stands where it never was. */
export const agoColumn = <Item, SortName extends string>(
  of: ColumnOf<SortName>,
  at: (item: Item) => string | null,
  absent: string,
): Column<Item, SortName> => ({
  className: 'number wide-only',
  ...of,
  cell: (item) => <Ago at={at(item)} absent={absent} />,
  text: at,
});

/** A word of OpenAI's. */
export const wordColumn = <Item, SortName extends string>(
  of: ColumnOf<SortName>,
  word: (item: Item) => string | null,
): Column<Item, SortName> => ({
  ...of,
  ...(of.sort !== undefined && { ascendingFirst: true }),
  cell: (item) => <WordCell word={word(item)} />,
  text: word,
});

/**
 * How many objects of a kind belong to it.
 *
 * @param isUnread their list was never read, and that none is known does not mean that there is none
 */
export const countColumn = <Item extends { counts: Readonly<Record<string, number>> }>(
  of: ColumnOf<never>,
  kind: string,
  isUnread: boolean,
): Column<Item, never> => ({
  className: 'number wide-only',
  ...of,
  cell: ({ counts }) => <CountCell value={isUnread ? undefined : counts[kind]} />,
  text: ({ counts }) => (isUnread ? null : (counts[kind]?.toString() ?? null)),
});

interface Spending {
  spend_last_30_days: string | null;
  spend_month_to_date: string | null;
}

/** Last activity, and what was spent in 30 days and in the month so far; `link` says where a figure leads. */
export function spendColumns<Item extends Spending & { last_activity_at: string | null }>(
  { monthHead, daysHead, today }: SpendWords,
  t: TFunction,
  link?: (item: Item) => Omit<Parameters<typeof SpendLink>[0], 'range' | 'children'>,
): Column<Item, 'last_activity_at' | 'spend_last_30_days' | 'spend_month_to_date'>[] {
  const figure = (item: Item, value: string | null, range: string) => {
    if (link === undefined) return <SpendCell value={value} />;
    return (
      <SpendLink {...link(item)} range={range}>
        <SpendCell value={value} />
      </SpendLink>
    );
  };
  return [
    agoColumn(
      { name: 'activity', head: t('directory.column.lastActivity'), sort: 'last_activity_at' },
      ({ last_activity_at }) => last_activity_at,
      t('words.never'),
    ),
    {
      name: 'days',
      head: daysHead,
      sort: 'spend_last_30_days',
      className: 'number wide-only',
      cell: (item) => figure(item, item.spend_last_30_days, last30Days(today)),
      text: ({ spend_last_30_days }) => spend_last_30_days,
    },
    {
      name: 'month',
      head: monthHead,
      sort: 'spend_month_to_date',
      className: 'number strong',
      cell: (item) => figure(item, item.spend_month_to_date, 'mtd'),
      text: ({ spend_month_to_date }) => spend_month_to_date,
    },
  ];
}
