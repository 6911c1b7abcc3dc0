/** The pattern of texts that hold this one; for ILIKE and not strpos, because the trigram index serves it. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
