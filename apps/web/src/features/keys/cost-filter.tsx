import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../../components/facet-filter.js';
import { currencyName, currencySymbol } from '../../lib/format/money.js';
import { isLeastCost, LONGEST_COST } from './keys-view.js';

interface CostFilterProps {
  currency: string;
  /** A plain decimal; null: not filtered by it. */
  least: string | null;
  onChange: (least: string | null) => void;
}

/** What a key has to have cost in 30 days. */
export function CostFilter({ currency, least, onChange }: CostFilterProps) {
  const { t } = useTranslation();
  const amount = least === null ? null : `${currencySymbol(currency)}${least}`;
  return (
    <FilterChip
      field={t('keys.filter.cost')}
      chosen={amount === null ? [] : [t('keys.filter.atLeast', { amount })]}
      onClear={() => onChange(null)}
    >
      <CostForm currency={currency} least={least} onChange={onChange} />
    </FilterChip>
  );
}

/** Takes the amount as it is typed, for the server compares it exactly; begins with what the link says each time it opens. */
function CostForm({ currency, least, onChange }: CostFilterProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(least ?? '');
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    const isTaken = typed === '' || isLeastCost(typed);
    setWrong(!isTaken);
    if (isTaken) onChange(typed === '' ? null : typed);
  };
  return (
    <form className="choices" onSubmit={submit}>
      <div className="choices-search">
        <span aria-hidden="true">{currencySymbol(currency)}</span>
        <input
          aria-label={t('keys.filter.costField', { currency: currencyName(currency) })}
          aria-invalid={isWrong}
          aria-describedby={id}
          inputMode="decimal"
          maxLength={LONGEST_COST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <button type="submit" className="link-button">
          {t('keys.filter.apply')}
        </button>
      </div>
      <p className={isWrong ? 'form-error' : 'choices-note'} id={id} role={isWrong ? 'alert' : undefined}>
        {t(isWrong ? 'keys.filter.costWrong' : 'keys.filter.costNote')}
      </p>
    </form>
  );
}
