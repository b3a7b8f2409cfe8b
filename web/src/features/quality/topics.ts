/* What moves the checks. */
export const TOPICS = ['quality'];
