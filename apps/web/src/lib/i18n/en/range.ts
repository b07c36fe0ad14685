export const range = {
  label: 'Range of days',
  button: 'Range:',
  custom: 'First and last day',
  months: 'One month',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  preset: {
    mtd: 'Month to date',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
    '90d': 'Last 90 days',
    'last-month': 'Last month',
    '3m': 'Last 3 months',
    '6m': 'Last 6 months',
    '12m': 'Last 12 months',
  },
} as const;
