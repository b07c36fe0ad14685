import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

export interface SegmentOption<T extends string> {
  value: T;
  label: string;
  icon?: LucideIcon;
}

interface SegmentsProps<T extends string> {
  /** Names the choice for those who do not see its surroundings. */
  label: string;
  value: T;
  options: readonly SegmentOption<T>[];
  onChange: (value: T) => void;
  small?: boolean;
}

/** One of a few: radio buttons in a row, so arrow keys work as everywhere. */
export function Segments<T extends string>({ label, value, options, onChange, small = false }: SegmentsProps<T>) {
  const name = useId();
  return (
    <div className={small ? 'segments small' : 'segments'} role="radiogroup" aria-label={label}>
      {options.map(({ value: each, label: text, icon: Icon }) => (
        <label key={each}>
          <input type="radio" name={name} value={each} checked={each === value} onChange={() => onChange(each)} />
          {Icon && <Icon aria-hidden="true" />}
          {text}
        </label>
      ))}
    </div>
  );
}
