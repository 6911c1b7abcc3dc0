/** Sentences that say that it failed, and not why. */
const boilerplate: readonly RegExp[] = [
  /^(?:the )?(?:bad request|request is (?:invalid|malformed)|request body was malformed)\b.{0,20}$/i,
  /^(?:an |one or more )?(?:internal |unexpected |unknown )?(?:server )?errors? (?:has |have )?occurr?ed\b.{0,60}$/i,
  /^one or more validation errors occurr?ed\.?$/i,
  /^(?:the )?(?:deployment|operation|request|provisioning)(?: has)? failed\b.{0,20}$/i,
  /^at least one resource deployment operation failed/i,
  /^the (?:'[^']*' )?resource (?:\w+ )?operation (?:failed to complete|completed with terminal)/i,
  /^the template deployment '[^']*' (?:failed|is not valid)\b.*see inner errors? for details/is,
  /^(?:please )?see (?:the )?(?:inner errors?|additional details|details)\b.{0,60}$/i,
  /^long running operation failed with status 'failed'\.?$/i,
];

/** A mere list, as of the values that would have been taken: it explains nothing without the sentence above it. */
export function isList(text: string): boolean {
  const items = text
    .split(/[,;|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length > 2 && items.every((item) => /^['"[\]]*[\w./-]+['"[\]]*$/.test(item));
}

/** Whether a person learns from it what went wrong. */
export function explains(text: string): boolean {
  const trimmed = text.trim();
  return (
    /\S\s+\S/.test(trimmed) &&
    !isList(trimmed) &&
    !boilerplate.some((pattern) => pattern.test(trimmed))
  );
}
