/* What moves the steps: nearly everything that is brought in. */
export const TOPICS = [
  'usage',
  'events',
  'event-names',
  'accounts',
  'contracts',
  'key',
  'keys',
  'product',
  'products',
  'feature',
  'features',
  'scorecard',
  'scorecards',
  'staff',
];
