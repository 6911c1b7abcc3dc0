import type { AnyVerb } from '#libs/verbs';

/** Whether a verb makes something that has an address from then on: what is answered as it is has none. */
export const makes = ({ effect, answer }: Pick<AnyVerb, 'effect' | 'answer'>): boolean =>
  effect === 'create' && !Object.values(answer).some((field) => 'asIs' in field);
