const maxLength = 4_000;
/** Patterns are not run over more than that: the rest is cut off anyway. */
const maxRead = 16_000;

const secrets: readonly [RegExp, string][] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer [token]'],
  [/(https?:\/\/[^\s"'<>?#]+)\?[^\s"'<>]*/gi, '$1?[query]'],
  [/\b(AccountKey|SharedAccessKey|SharedAccessSignature|Endpoint)=[^;\s"']+/gi, '$1=[secret]'],
  [
    /(["']?\b(?:\w*password|\w*secret|adminUserSshPublicKey|access_?token|sig|signature)\b\\*["']?\s*[:=]\s*)(\\*"[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    '$1[secret]',
  ],
];

/**
 * Text of Azure's as it may be stored, logged and shown: tokens, keys and the queries of URLs (poll URLs are signed by
 * theirs; docs/azure-facts.md#long-running-operations) are cut out, and what is longer than 4,000 characters is cut
 * off.
 */
export function redact(text: string): string {
  const clean = secrets.reduce(
    (rest, [pattern, word]) => rest.replace(pattern, word),
    text.slice(0, maxRead),
  );
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}
