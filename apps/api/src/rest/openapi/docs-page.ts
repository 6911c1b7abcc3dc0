import type { JsonSchema } from '../../channels/answer-schema.js';

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  parameters: readonly { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: {
    content: {
      'application/json': { schema: JsonSchema; examples: { usual: { value: object } } };
    };
  };
  responses: Readonly<Record<string, object>>;
}

interface Placed extends Operation {
  place: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const text = (value: unknown): string =>
  String(value).replaceAll(/[&<>"]/g, (found) => escapes[found] ?? '');

/** The document as one page of HTML for people: by noun, with parameters, an example and the statuses of each operation. */
export function docsPage(document: JsonSchema): string {
  const { paths, info } = document as {
    paths: Record<string, Record<string, Operation>>;
    info: { title: string; description: string };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Placed => ({
      ...one,
      place: `${method.toUpperCase()} /v1${path}`,
    })),
  );
  const byNoun = Map.groupBy(operations, ({ tags }) => tags[0] ?? '');
  const nouns = [...byNoun].toSorted(([one], [other]) => one.localeCompare(other));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(info.title)}: REST</title>
<style>${style}</style>
<h1>${text(info.title)}: REST</h1>
<p>${text(info.description)} For programs: <a href="/v1/openapi.json">openapi.json</a>.</p>
<nav>${operations.map(({ operationId }) => `<a href="#${text(operationId)}">${text(operationId)}</a>`).join(' ')}</nav>
${nouns.map(([noun, of]) => `<h2>${text(noun)}</h2>\n${of.map(section).join('\n')}`).join('\n')}
</html>
`;
}

const section = (operation: Placed): string => `<section id="${text(operation.operationId)}">
<h3><code>${text(operation.place)}</code></h3>
<p>${text(operation.summary)} ${text(operation.description ?? '')}</p>
${parameters(operation)}${body(operation)}<p>Answers ${text(Object.keys(operation.responses).join(', '))}.</p>
</section>`;

function parameters({ parameters: all }: Placed): string {
  const rows = all.map(
    (one) =>
      `<tr><td><code>${text(one.name)}</code><td>${text(one.in)}${one.required ? ', required' : ''}<td>${text(one.description ?? '')}`,
  );
  return rows.length === 0 ? '' : `<table>${rows.join('')}</table>\n`;
}

function body({ requestBody }: Placed): string {
  if (!requestBody) return '';
  const { schema, examples } = requestBody.content['application/json'];
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const rows = fields.map(
    ([name, of]) =>
      `<tr><td><code>${text(name)}</code><td>body${required.has(name) ? ', required' : ''}<td>${text(of['description'] ?? '')}`,
  );
  const example = JSON.stringify(examples.usual.value, null, 2);
  return `<table>${rows.join('')}</table>\n<pre>${text(example)}</pre>\n`;
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}' +
  'section{border-top:1px solid #ddd;margin-top:1.5rem}nav a{display:inline-block;margin-right:.6rem}' +
  'td{padding:.15rem .8rem .15rem 0;vertical-align:top}pre{background:#f4f4f4;padding:.8rem;overflow:auto}';
