import type { AnyRead, AnyVerb } from '#libs/verbs';
import { isRead, type Definition } from '../../channels/fixed-document.js';
import { fieldsOf, shapeOf } from '../../graphql/catalogue/shape-of.js';
import { gql } from '#libs/verbs';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Where a definition is found over REST. */
export interface Route {
  definition: Definition;
  method: Method;
  /** Below /v1, e.g. `/workspaces/{id}/compute-clusters`. */
  path: string;
  /** The fields of the input that the id in the path can be: the first that takes it. */
  idFields: readonly string[];
  /** What is found is of this type, or is not there. */
  only?: string;
}

/** `computeCluster`, `Compute cluster` and `ComputeCluster` as a path has them: `compute-cluster`. */
export const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(' ', '-')
    .toLowerCase();

const plural = (name: string): string => `${kebab(name)}s`.replace(/(?<![aeiou])ys$/, 'ies');

/** Where a read is: its list under its own name, what it finds under the plural. */
export function routeOfRead(definition: AnyRead): Route {
  const { name, answer } = definition;
  const isFound = answer.as === 'found';
  const path = isFound ? `/${plural(name)}/{id}` : `/${kebab(name)}`;
  return { definition, method: 'GET', path, idFields: isFound ? ['id'] : [] };
}

/** Where a thing of one type is, by the read that finds anything. */
export const routeOfType = (definition: AnyRead, only: string): Route => ({
  definition,
  method: 'GET',
  path: `/${plural(only)}/{id}`,
  idFields: ['id'],
  only,
});

/** What can be done: what is plain of its effect by a method of HTTP, everything else by a POST to its own name. */
export function routeOfVerb(definition: AnyVerb): Route {
  const { name, noun, effect } = definition;
  const { idFields, of } = holderOf(definition);
  const holder = of === undefined ? '' : `/${plural(of)}/{id}`;
  const route = (method: Method, path: string): Route => ({ definition, method, path, idFields });
  if (effect === 'create') {
    const path = `${holder}/${plural(noun)}`;
    const word = actionOf(name, noun);
    return route('POST', saysNoMore.has(word) ? path : `${path}/${word}`);
  }
  const [word = ''] = kebab(name).split('-');
  const plain = ({ update: 'PATCH', delete: 'DELETE' } as const)[word];
  return plain ? route(plain, holder) : route('POST', `${holder}/${actionOf(name, of ?? noun)}`);
}

/** Of something new, what a POST to its list says by itself: `create`, or a word that its noun has too (`grantRole`). */
const saysNoMore: ReadonlySet<string> = new Set(['create', '']);

/** A verb's name without the words of what it is done to. */
function actionOf(name: string, of: string): string {
  const known = new Set(kebab(of).split('-'));
  return kebab(name)
    .split('-')
    .filter((word) => !known.has(word))
    .join('-');
}

interface Holder {
  idFields: readonly string[];
  /** What the id in the path is of; undefined where there is none. */
  of?: string;
}

/** What stands in the path before the rest. What may be left out of the input does not, unless another field names it too. */
function holderOf({ input, noun, target, instead }: AnyVerb): Holder {
  const fields = fieldsOf(input);
  const named = [instead, target].filter((one) => one !== undefined && one !== null);
  const idFields = [...named, ...Object.keys(fields)].filter(
    (one) => idTypes(fields[one]) !== undefined,
  );
  const [idField] = idFields;
  const field = idField === undefined ? undefined : fields[idField];
  if (idField === undefined || !field) return { idFields: [] };
  const isNeeded = !shapeOf(field, idField, 'input').nullable;
  if (!isNeeded && instead === undefined) return { idFields: [] };
  const types = idTypes(field) ?? [];
  const of = types.length === 1 ? types[0] : noun;
  const others = instead === undefined ? [] : named.filter((one) => one !== idField);
  return { idFields: [...others, idField], ...(of !== undefined && { of }) };
}

/** Of what a field may be the id of; undefined where it is none. */
function idTypes(field: Parameters<typeof shapeOf>[0] | undefined): readonly string[] | undefined {
  if (!field) return undefined;
  const { name, root, entry } = shapeOf(field, '', 'input');
  return entry || name !== 'ID' ? undefined : gql.get(root)?.ids;
}

export const routeOf = (definition: Definition): Route =>
  isRead(definition) ? routeOfRead(definition) : routeOfVerb(definition);

/** Where a thing is, by its type and its global id. */
export const placeOfType = (type: string, id: string): string => `/v1/${plural(type)}/${id}`;
