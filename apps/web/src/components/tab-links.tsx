import { Link } from '@tanstack/react-router';
import type { SearchParams } from '../lib/search-params.js';
import './tab-links.css';

export interface TabLink {
  name: string;
  label: string;
  /** How many there are of it; absent: not known or not to be counted. */
  figure?: string | undefined;
  search: SearchParams;
}

/** Parts of a page that are shown one at a time; links, because which one it is stands in the address. */
export function TabLinks({ label, tabs, current }: { label: string; tabs: readonly TabLink[]; current: string }) {
  return (
    <nav className="tab-links" aria-label={label}>
      {tabs.map(({ name, label: text, figure, search }) => (
        <Link
          key={name}
          to="."
          search={search}
          resetScroll={false}
          className={name === current ? 'current' : undefined}
          aria-current={name === current ? 'true' : undefined}
        >
          {text}
          {figure !== undefined && <span className="figure">{figure}</span>}
        </Link>
      ))}
    </nav>
  );
}
