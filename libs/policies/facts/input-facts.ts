import { globalId, mapScalars, type AnyVerb } from '#libs/verbs';
import { normalised } from './normalised.rules.js';

type Fields = Readonly<Record<string, unknown>>;

/** A verb's parsed input as conditions read it: ids as clients write them, sizes and regions as they are compared. */
export function inputFacts({ input: schema }: AnyVerb, input: Fields): Fields {
  const shown = mapScalars(schema, input, [], ({ scalar, ids = [] }, value) => {
    const [type] = ids;
    const isOfOne = scalar === 'ID' && ids.length === 1 && type !== undefined;
    return isOfOne && typeof value === 'string' ? globalId(type, value) : value;
  });
  return normalised(shown) as Fields;
}
