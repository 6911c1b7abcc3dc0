const isHtml = (text: string): boolean => /<(?:!doctype|html|head|body|title)\b/i.test(text);

const titleOf = (html: string): string => /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? '';

const entities: readonly [RegExp, string][] = [
  [/&lt;/gi, '<'],
  [/&gt;/gi, '>'],
  [/&quot;/gi, '"'],
  [/&#39;|&apos;/gi, "'"],
  [/&nbsp;/gi, ' '],
  [/&amp;/gi, '&'],
];

/** What a person would read of a page: its title first, no tags, scripts or styles. */
function readPage(html: string): string {
  const body = html
    .replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ');
  const title = titleOf(html);
  const text = `${title}${title && !body.includes(title) ? '. ' : ''}${body.includes(title) ? body.slice(body.indexOf(title) + title.length) : body}`;
  return entities.reduce((rest, [entity, char]) => rest.replaceAll(entity, char), text);
}

/** A text as one paragraph. A proxy or a gateway in between answers with a page instead of JSON. */
export const plainText = (text: string): string =>
  (isHtml(text) ? readPage(text) : text).replaceAll(/\s+/g, ' ').trim();
