import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Check, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const SCHEMES = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[];
const ICONS: Readonly<Record<MantineColorScheme, LucideIcon>> = { auto: Monitor, light: Sun, dark: Moon };

/** Follows the system until someone chooses; the choice stays in this browser. */
export function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = ICONS[colorScheme];
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <button type="button" className="control bare icon-only" aria-label={t('shell.scheme.label')}>
          <Current aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => {
          const Icon = ICONS[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon aria-hidden="true" />}
              rightSection={scheme === colorScheme && <Check aria-label={t('shell.scheme.chosen')} />}
              onClick={() => setColorScheme(scheme)}
            >
              {t(`shell.scheme.${scheme}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
