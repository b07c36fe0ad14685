import { Menu } from '@mantine/core';
import { Check, ChevronDown, Layers, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dimensionName } from './dimension-words.js';

/** What a view is split by: nothing, one dimension or two. */
export interface Grouping {
  groupBy: string | null;
  thenBy: string | null;
}

interface GroupMenuProps {
  dimensions: readonly string[];
  view: Grouping;
  onChange: (grouping: Grouping) => void;
}

export function GroupMenu({ dimensions, view, onChange }: GroupMenuProps) {
  const { t } = useTranslation();
  const nameOf = (dimension: string | null): string =>
    dimension === null ? t('explorer.group.none') : dimensionName(dimension, t);
  const choose = (groupBy: string | null) =>
    onChange({ groupBy, thenBy: groupBy === null || groupBy === view.thenBy ? null : view.thenBy });
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className="control">
          <Layers aria-hidden="true" />
          <span>
            <span className="roomy">{t('explorer.group.by')} </span>
            <b>{nameOf(view.groupBy)}</b>
          </span>
          <ChevronDown aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {[...dimensions, null].map((dimension) => (
          <Menu.Item
            key={dimension ?? 'none'}
            onClick={() => choose(dimension)}
            rightSection={dimension === view.groupBy && <Check aria-label={t('words.chosen')} />}
          >
            {nameOf(dimension)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function SecondGroupMenu({ dimensions, view: { groupBy, thenBy }, onChange }: GroupMenuProps) {
  const { t } = useTranslation();
  const others = dimensions.filter((dimension) => dimension !== groupBy);
  if (groupBy === null || others.length === 0) return null;
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className={thenBy === null ? 'control bare' : 'control'}>
          {thenBy === null ? (
            <>
              <Plus aria-hidden="true" />
              {t('explorer.group.second')}
            </>
          ) : (
            <>
              <span>
                {t('explorer.group.then')} <b>{dimensionName(thenBy, t)}</b>
              </span>
              <ChevronDown aria-hidden="true" />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((dimension) => (
          <Menu.Item
            key={dimension}
            onClick={() => onChange({ groupBy, thenBy: dimension })}
            rightSection={dimension === thenBy && <Check aria-label={t('words.chosen')} />}
          >
            {dimensionName(dimension, t)}
          </Menu.Item>
        ))}
        {thenBy !== null && (
          <Menu.Item onClick={() => onChange({ groupBy, thenBy: null })}>{t('explorer.group.noSecond')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
