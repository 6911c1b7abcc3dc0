import type { Sql } from '#libs/database';
import { submitting } from '#libs/catalogue';
import type { Defaulted } from '#libs/operations';
import { setDefaults, type Policies } from '#libs/policies';
import {
  contextOf,
  withFoundIds,
  type AnyVerb,
  type FindIds,
  type RequestContext,
} from '#libs/verbs';
import type { GivenInput } from './given-input.js';

interface Asked {
  verb: AnyVerb;
  input: GivenInput;
  /** As the client wrote it; undefined: not known, and nothing counts as left out. */
  given: GivenInput | undefined;
}

interface DefaultedInput {
  input: unknown;
  /** Absent: the verb submits nothing. */
  defaulted?: Defaulted;
  /** The input before anything was set. */
  before?: unknown;
}

/** A verb's input with what policies set of what it leaves out; of a plan, that of the mutation that is planned. */
export async function defaultedInput(
  sql: Sql,
  policies: Policies,
  request: RequestContext,
  { verb, input, given = input }: Asked,
  findIds: FindIds,
): Promise<DefaultedInput> {
  if (verb.name === 'plan') {
    const [name = ''] = Object.keys(recordIn(input['change']));
    const planned = submitting.find((one) => one.name === name);
    if (!planned) return { input };
    const inner = await defaultedInput(
      sql,
      policies,
      request,
      {
        verb: planned,
        input: recordIn(recordIn(input['change'])[name]),
        given: recordIn(recordIn(given['change'])[name]),
      },
      findIds,
    );
    return { ...inner, input: { ...input, change: { [name]: inner.input } } };
  }
  if (!submitting.some(({ name }) => name === verb.name)) return { input };
  const asked = { verb, given, input };
  const set = await setDefaults(sql, policies, contextOf(verb, request), asked, findIds);
  if (set.defaulted.findings.length === 0) return set;
  return { ...set, before: await withFoundIds(verb.input, input, findIds) };
}

const recordIn = (value: unknown): GivenInput =>
  typeof value === 'object' && value !== null ? (value as GivenInput) : {};
