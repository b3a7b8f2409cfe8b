/** What the page tells of. */
export const TOPICS = ['accounts', 'account', 'health', 'contracts', 'rates', 'products', 'fields'];
