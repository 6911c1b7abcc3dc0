import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { placesOf, type OpenapiDocument, type Place } from './openapi-requests.js';

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenapiDocument;

/** Every operation that the document describes. */
export const places = placesOf(document);

const ajv = formats.default(new Ajv2020({ strict: false }));
ajv.addSchema(document, 'openapi.json');

const patterns = places.map(
  (place) => [new RegExp(`^${place.path.replaceAll('{id}', '[^/?]+')}(?:\\?|$)`), place] as const,
);

/** The operation that a request is of, by its path below /v1; undefined where nothing is described. */
export const placeOf = (method: string, path: string): Place | undefined =>
  patterns.find(([pattern, place]) => place.method === method && pattern.test(path))?.[1];

/** An answer over HTTP, whose text was read. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Throws where an answer is not as the document has it: by its status, its type and its body. `asked` stands in the message. */
export function checkDescribed(
  { operation }: Place,
  { status, headers, text }: HttpAnswer,
  asked: string,
): void {
  const said = `${asked.slice(0, 1_500)} -> ${status} ${text.slice(0, 600)}`;
  const described = operation.responses[status];
  if (!described) throw new Error(`not described: ${said}`);
  const { content } = described.$ref
    ? document.components.responses[described.$ref.split('/').at(-1)!]!
    : described;
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const of = content?.[type];
  if (content && !of) throw new Error(`${type} is not described: ${said}`);
  if (!of || type === 'text/event-stream') return;
  const validate = validatorOf(of.schema);
  if (!validate(JSON.parse(text))) throw new Error(`${JSON.stringify(validate.errors)}: ${said}`);
}

/** Throws where what is no operation is answered otherwise than by a problem document. */
export function checkProblem({ status, text }: HttpAnswer, asked: string): void {
  const validate = validatorOf({ $ref: '#/components/schemas/Problem' });
  if (!validate(JSON.parse(text)))
    throw new Error(`${JSON.stringify(validate.errors)}: ${asked} -> ${status} ${text}`);
}

const known = new Map<string, ReturnType<typeof ajv.compile>>();
function validatorOf(schema: object) {
  const text = JSON.stringify(schema);
  const validate = known.get(text) ?? ajv.compile(absolute(text));
  known.set(text, validate);
  return validate;
}
/** References into the document, from outside of it. */
const absolute = (schema: string): object =>
  JSON.parse(schema.replaceAll('"#/', '"openapi.json#/')) as object;
