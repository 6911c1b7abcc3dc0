import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

/** What stands, or shall stand: name, region, cost tags by their names, and every setting. Empty: nothing. */
export type StandingFacts = Fields;

/** What conditions are evaluated on, as JSON; what each is says `factsOfVerbs`. */
export interface RequestFacts {
  verb: string;
  input: Fields;
  before: StandingFacts;
  after: StandingFacts;
  changes: readonly ChangedFact[];
  team: Fields;
  actor: Fields;
  workspace: Fields;
  estimate: Fields;
  quota: Fields;
  /** ISO 8601. */
  now: string;
}

/** A field that is otherwise afterwards, by the names that lead to it, with points between them. */
export interface ChangedFact {
  path: string;
  before: unknown;
  after: unknown;
}

/** What is otherwise of two things with fields. */
export function changesBetween(before: Fields, after: Fields, above = ''): ChangedFact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null];
    const path = above + name;
    if (isDeepStrictEqual(was, is)) return [];
    if (isPlain(was) || isPlain(is)) {
      const parts = [was ?? {}, is ?? {}].map((one) => (isPlain(one) ? one : {}));
      return changesBetween(parts[0] ?? {}, parts[1] ?? {}, `${path}.`);
    }
    return [{ path, before: was, after: is }];
  });
}

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
