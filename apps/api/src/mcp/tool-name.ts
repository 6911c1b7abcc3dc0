import type { AnyRead } from '#libs/verbs';
import { isRead, type Definition } from '../channels/fixed-document.js';

const asked: Readonly<Record<AnyRead['answer']['as'], 'get' | 'list'>> = {
  page: 'list',
  all: 'list',
  found: 'get',
  'found each': 'get',
  one: 'get',
};

/** What agents call it: what it is about first, so that what belongs together stands together. compute_cluster_create, operation_get. */
export function toolName(definition: Definition): string {
  const words = definition.name.match(/^[a-z]+|[A-Z][a-z]*/g) ?? [];
  if (isRead(definition)) return named(readWords(words, asked[definition.answer.as]));
  const [action = '', ...about] = words;
  // What is named after its noun alone makes one.
  return named(about.length > 0 ? [...about, action] : [action, definition.effect]);
}

/** A list is named after one of its entries. */
const readWords = (words: readonly string[], action: 'get' | 'list'): string[] =>
  action === 'get' ? [...words, action] : [...words.slice(0, -1), one(words.at(-1)), action];

const one = (plural = ''): string => plural.replace(/(ie)?s$/, (_end, ie) => (ie ? 'y' : ''));

const named = (words: readonly string[]): string => words.join('_').toLowerCase();
