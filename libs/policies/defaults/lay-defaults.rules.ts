type Fields = Readonly<Record<string, unknown>>;

/** An input with what a request left out, and which fields were set. */
export interface Laid {
  input: Fields;
  /** Paths within the input. */
  set: readonly (readonly string[])[];
}

/**
 * Sets what `given`, the request as the client wrote it, leaves out; `input` is the same with what the schema put there. Objects
 * are gone into, and of cost tags each is for itself.
 */
export function layDefaults(given: Fields, input: Fields, defaults: Fields): Laid {
  const laid: Record<string, unknown> = { ...input };
  const set: string[][] = [];
  for (const [name, value] of Object.entries(defaults)) {
    const was = given[name] ?? null;
    if (name === 'costTags') {
      const missing = tagsIn(value).filter((tag) => !isAmong(tagsIn(was), tag));
      if (missing.length > 0) laid[name] = [...tagsIn(laid[name]), ...missing];
      set.push(...missing.map(({ key }) => [name, key]));
    } else if (was === null) {
      laid[name] = value;
      set.push([name]);
    } else if (isPlain(was) && isPlain(value)) {
      const inner = layDefaults(was, isPlain(laid[name]) ? laid[name] : {}, value);
      laid[name] = inner.input;
      set.push(...inner.set.map((path) => [name, ...path]));
    }
  }
  return { input: laid, set };
}

interface GivenTag {
  key: string;
}

const tagsIn = (value: unknown): GivenTag[] =>
  Array.isArray(value)
    ? value.filter((tag): tag is GivenTag => isPlain(tag) && typeof tag['key'] === 'string')
    : [];

const isAmong = (tags: readonly GivenTag[], { key }: GivenTag): boolean =>
  tags.some((tag) => tag.key.toLowerCase() === key.toLowerCase());

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
