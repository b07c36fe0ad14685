import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day, type DayRange } from '../../lib/days.js';

interface CalendarProps {
  value: DayRange;
  lastDay: Day;
  label: string;
  onPick: (range: DayRange) => void;
}

/** First and last day by two clicks. Loaded when it is opened: few readers need more than a preset. */
export function Calendar({ value, lastDay, label, onPick }: CalendarProps) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<[Day | null, Day | null]>([value.start, addDays(value.end, -1)]);
  const change = ([first, last]: [Day | null, Day | null]) => {
    setPicked([first, last]);
    if (first !== null && last !== null) onPick({ start: first, end: addDays(last, 1) });
  };
  return (
    <DatePicker
      type="range"
      size="xs"
      value={picked}
      onChange={change}
      defaultDate={addDays(value.end, -1)}
      maxDate={lastDay}
      allowSingleDateInRange
      hideOutsideDates
      ariaLabels={{ previousMonth: t('range.previousMonth'), nextMonth: t('range.nextMonth') }}
      firstDayOfWeek={1}
      aria-label={label}
    />
  );
}
