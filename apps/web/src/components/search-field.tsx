import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState } from 'react';
import './filter-menu.css';

const PAUSE_MS = 250;

interface SearchFieldProps {
  /** Says what is searched, as placeholder and as name. */
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** A search that asks when the typing pauses: each letter would be a call of its own. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed by itself, as by the back button: what it says stands in the field.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const ask = useDebouncedCallback(
    (text: string) => {
      setKnown(text);
      onSearch(text);
    },
    { delay: PAUSE_MS, flushOnUnmount: false },
  );
  return (
    <div className="choices-search search-field">
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          ask(event.currentTarget.value.trim());
        }}
      />
    </div>
  );
}
