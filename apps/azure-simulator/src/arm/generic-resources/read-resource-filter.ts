import { ArmRefusal } from '../arm-error.js';
import { normaliseLocation } from '../locations.js';
import { readTagFilter } from '../resource-groups/read-tag-filter.js';
import type { GenericResource } from './generic-resource.js';

type Fits = (resource: GenericResource) => boolean;

const comparison = /^(resourceType|name|location|resourceGroup)\s+(eq|ne)\s+'((?:[^']|'')*)'$/i;
const substring = /^substringof\('((?:[^']|'')*)',\s*(name|resourceGroup)\)$/i;

const properties: Readonly<Record<string, (resource: GenericResource) => string>> = {
  resourcetype: ({ type }) => type,
  name: ({ name }) => name,
  location: ({ location }) => location,
  resourcegroup: ({ id }) => id.split('/')[4] ?? '',
};

/**
 * A `$filter` over all types of resources as a test: tags alone, or comparisons joined by `and` and `or`, as in Azure
 * where both cannot be mixed. Refuses what it does not read.
 */
export function readResourceFilter(filter: string | null): Fits {
  const text = filter?.trim() ?? '';
  if (text === '' || /^tagName\b/i.test(text)) {
    const fits = readTagFilter(filter);
    return ({ tags = {} }) => fits(tags);
  }
  const choices = split(text, 'or').map((part) =>
    split(part, 'and').map((clause) => readClause(clause, text)),
  );
  return (resource) => choices.some((clauses) => clauses.every((fits) => fits(resource)));
}

/** Splits at a word outside of quotes. */
const split = (text: string, word: 'and' | 'or'): string[] =>
  text.split(new RegExp(`\\s+${word}\\s+(?=(?:[^']*'[^']*')*[^']*$)`, 'i'));

function readClause(clause: string, filter: string): Fits {
  const bare = clause.trim().replace(/^\((.*)\)$/, '$1');
  const [, property = '', operator = '', value = ''] = comparison.exec(bare) ?? [];
  if (property !== '') {
    const isEqual = compare(property, value);
    return operator.toLowerCase() === 'eq' ? isEqual : (resource) => !isEqual(resource);
  }
  const [, part = '', of = ''] = substring.exec(bare) ?? [];
  if (of === '') throw invalidFilter(filter);
  return (resource) => valueOf(of, resource).includes(unquoted(part).toLowerCase());
}

function compare(property: string, value: string): Fits {
  const text = unquoted(value).toLowerCase();
  const wanted = property.toLowerCase() === 'location' ? normaliseLocation(text) : text;
  return (resource) => valueOf(property, resource) === wanted;
}

const valueOf = (property: string, resource: GenericResource): string =>
  properties[property.toLowerCase()]?.(resource).toLowerCase() ?? '';

const unquoted = (value: string): string => value.replaceAll("''", "'");

const invalidFilter = (filter: string): ArmRefusal =>
  new ArmRefusal(400, {
    code: 'InvalidFilterInQueryString',
    message: `Invalid $filter '${filter}' specified in the query string.`,
  });
