/** What is set at OpenAI, in words; a word that this version does not know stands as OpenAI wrote it. */
import type { TFunction } from 'i18next';
import type { ProjectDetail } from '@bursar/contract';
import { plainName } from '../../lib/names.js';

type Settings = ProjectDetail['settings'];

const TOOLS = ['code_interpreter', 'file_search', 'image_generation', 'mcp', 'web_search'] as const;

/** Which hosted tools a project may not use; those that OpenAI did not name are left out. */
export function toolWords(tools: NonNullable<Settings['hosted_tool_permissions']>, t: TFunction): string {
  const off = TOOLS.filter((name) => tools[name]?.['enabled'] === false);
  if (off.length === 0) return t('projects.detail.settings.toolsAll');
  const list = off.map((name) => t(`projects.detail.settings.tool.${name}`)).join(', ');
  return t('projects.detail.settings.toolsOff', { list });
}

/** The tier that counts where a call names none, and those that a call may name. */
export function tierWords(settings: NonNullable<Settings['service_tier_settings']>, t: TFunction): string {
  const { default: standard, enabled_tiers: enabled } = settings;
  const first = standard === null ? [] : [t('projects.detail.settings.tierDefault', { tier: plainName(standard) })];
  return [...first, enabledTiers(enabled, t)].join('; ');
}

function enabledTiers(enabled: unknown, t: TFunction): string {
  if (enabled === 'all') return t('projects.detail.settings.tiersAll');
  const names = Array.isArray(enabled) ? enabled.map((each) => plainName(String(each))) : [];
  if (names.length === 0) return t('projects.detail.settings.tiersNone');
  return t('projects.detail.settings.tiersSome', { list: names.join(', ') });
}

const RETENTIONS = [
  'organization_default',
  'none',
  'zero_data_retention',
  'modified_abuse_monitoring',
  'enhanced_zero_data_retention',
  'enhanced_modified_abuse_monitoring',
] as const;

export function dataRetentionWords(type: string | null, t: TFunction): string {
  const known = RETENTIONS.find((each) => each === type);
  if (known !== undefined) return t(`projects.detail.settings.retentionType.${known}`);
  return type === null ? t('words.none') : plainName(type);
}
