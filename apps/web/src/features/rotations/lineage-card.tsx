import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Rotation } from '@bursar/contract';
import { EntityName } from '../../components/entity-name.js';
import { dayOf } from '../../lib/days.js';
import { day } from '../../lib/format/days.js';
import { hasEnded, shortened } from './rotation-facts.js';

interface LineageCardProps {
  rotation: Rotation;
  now: string;
}

interface Line {
  id: string;
  color: string;
  text: string;
  state: string;
  span: string;
}

/** The keys that are one credential, the newest first. */
export function LineageCard({ rotation, now }: LineageCardProps) {
  const { t } = useTranslation();
  const lines = linesOf(rotation, now, t);
  return (
    <section className="card span-5" aria-labelledby="lineage-title">
      <div className="card-head">
        <h2 id="lineage-title">{t('rotations.lineage.title', { count: lines.length })}</h2>
      </div>
      <ol className="lineage">
        {lines.map(({ id, color, text, state, span }) => (
          <li key={id}>
            <i className="swatch" style={{ background: color }} aria-hidden="true" />
            <span className="mono">
              <EntityName name={text} />
            </span>
            <span className="lineage-state">{state}</span>
            <span className="lineage-span">{span}</span>
          </li>
        ))}
      </ol>
      {lines.length > 1 && <p className="card-foot">{t('rotations.lineage.foot')}</p>}
    </section>
  );
}

function linesOf(rotation: Rotation, now: string, t: TFunction): Line[] {
  const { old_key: oldKey, new_key: newKey, replaced_keys: replaced } = rotation;
  const end = oldKey.gone_at ?? (hasEnded(rotation, now) ? oldKey.expires_at : null);
  return [
    ...(newKey === null
      ? []
      : [
          {
            id: newKey.api_key_id,
            color: 'var(--s1)',
            text: shortened(newKey.redacted_value ?? newKey.api_key_id),
            state: newKeyState(rotation, t),
            span: spanText(newKey.created_at, newKey.gone_at, t),
          },
        ]),
    {
      id: oldKey.api_key_id,
      color: 'var(--s2)',
      text: shortened(oldKey.redacted_value ?? oldKey.api_key_id),
      state: oldKeyState(rotation, now, t),
      span: spanText(oldKey.created_at, end, t),
    },
    ...replaced.map((id) => ({
      id,
      color: 'var(--s0)',
      text: id,
      state: t('rotations.lineage.replaced'),
      span: t('rotations.lineage.lost'),
    })),
  ];
}

function newKeyState({ new_key: key, state }: Rotation, t: TFunction): string {
  if (key !== null && key.gone_at !== null) return t('rotations.lineage.gone');
  if (key?.is_secret_lost === true) return t('rotations.lineage.lost');
  return t(state === 'created' ? 'rotations.lineage.waiting' : 'rotations.lineage.active');
}

function oldKeyState(rotation: Rotation, now: string, t: TFunction): string {
  const { old_key: key, state } = rotation;
  if (key.gone_at !== null) return t('rotations.lineage.deleted');
  if (hasEnded(rotation, now)) return t('rotations.lineage.expired');
  if (state === 'expiring') return t('rotations.lineage.expires');
  return t(state === 'draining' ? 'rotations.lineage.draining' : 'rotations.lineage.inUse');
}

function spanText(from: string | null, to: string | null, t: TFunction): string {
  if (from === null) return t('rotations.lineage.unknownSince');
  const since = day.full(dayOf(from));
  if (to === null) return t('rotations.lineage.since', { day: since });
  return t('rotations.lineage.span', { from: since, to: day.full(dayOf(to)) });
}
