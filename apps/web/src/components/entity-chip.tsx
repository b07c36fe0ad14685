import { EntityName } from './entity-name.js';

/** A series' colour and name; the swatch repeats what the chart shows, so it is no information by itself. */
export function EntityChip({ name, color }: { name: string; color: string }) {
  return (
    <span className="entity">
      <i className="swatch" style={{ background: color }} aria-hidden="true" />
      <EntityName name={name} />
    </span>
  );
}
