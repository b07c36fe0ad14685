import { useTranslation } from 'react-i18next';
import { SelectField } from '../../components/choice-fields.js';

/** Seconds that an old key may have left. */
export const LIVES = ['300', '900', '3600', '21600', '86400', '604800'] as const;
export type Life = (typeof LIVES)[number];
export const ADVISED = '3600' satisfies Life;

interface LifeFieldProps {
  lives: readonly Life[];
  life: Life;
  onLife: (life: Life) => void;
}

/** How long the old key is to live. */
export function LifeField({ lives, life, onLife }: LifeFieldProps) {
  const { t } = useTranslation();
  return (
    <SelectField
      label={t('rotations.retire.life')}
      value={life}
      // The options are the lives.
      onChange={(event) => onLife(event.currentTarget.value as Life)}
      options={lives.map((value) => ({ value, label: t(`rotations.retire.lifeOf.${value}`) }))}
    />
  );
}
