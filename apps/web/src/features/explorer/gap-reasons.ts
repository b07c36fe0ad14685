/** Why nothing is known of a time, in words. */
export function reasonKey(reason: string) {
  switch (reason) {
    case 'not_collected_yet':
      return 'explorer.gap.notCollectedYet';
    case 'failed':
      return 'explorer.gap.failed';
    case 'before_history':
      return 'explorer.gap.beforeHistory';
    case 'paused':
      return 'explorer.gap.paused';
    case 'stopped':
      return 'explorer.gap.stopped';
    case 'no_traffic':
      return 'explorer.gap.noTraffic';
    case 'dimension_not_collected':
      return 'explorer.gap.dimensionNotCollected';
    default:
      return 'explorer.gap.unknown';
  }
}
