import type { Sql } from '#libs/database';
import type { Defaulted, PolicyFinding } from '#libs/operations';
import {
  parseGlobalId,
  withFoundIds,
  type AnyVerb,
  type FindIds,
  type VerbContext,
} from '#libs/verbs';
import { actorFacts } from '../facts/facts-of-proposal.js';
import { normalised } from '../facts/normalised.rules.js';
import { plainTeam } from '../facts/team-facts.js';
import type { Policies } from '../policies.js';
import { layDefaults } from './lay-defaults.rules.js';
import { findPayer } from './payer.repository.js';
import { keyOfPolicies } from './still-set.js';

type Fields = Readonly<Record<string, unknown>>;

/** A request of a verb: as the client wrote it, and as it is to be parsed. */
export interface AskedInput {
  verb: AnyVerb;
  given: Fields;
  input: Fields;
}

/** The same with what SET_DEFAULT has set, one policy after the other: what one has set the next finds there. */
export async function setDefaults(
  sql: Sql,
  policies: Policies,
  context: VerbContext,
  { verb, given, input }: AskedInput,
  findIds: FindIds,
): Promise<{ input: Fields; defaulted: Defaulted }> {
  const none = { input, defaulted: { findings: [], policies: '' } };
  if (!policies.mayDefault(verb.name)) return none;
  const payer = await payerOf(sql, verb, await withFoundIds(verb.input, given, findIds));
  if (!payer) return none;
  const candidates = policies.defaultsOf(verb.name, payer.id);
  let asked = { given, input };
  const findings: PolicyFinding[] = [];
  for (const policy of candidates) {
    const facts = {
      verb: verb.name,
      input: normalised(asked.given),
      team: plainTeam(payer),
      actor: actorFacts(context, payer.id),
      now: new Date().toISOString(),
    };
    const [finding] = await policies.findings([policy], facts);
    if (finding?.effect !== 'SET_DEFAULT') {
      if (finding) findings.push(finding);
      continue;
    }
    const laid = layDefaults(asked.given, asked.input, policy.defaults ?? {});
    const alsoGiven = layDefaults(asked.given, asked.given, policy.defaults ?? {});
    asked = { given: alsoGiven.input, input: laid.input };
    findings.push(...laid.set.map((path) => ({ ...finding, field: ['input', ...path] })));
  }
  return { input: asked.input, defaulted: { findings, policies: keyOfPolicies(candidates) } };
}

/** The team that pays, by the field that names it or what it holds. */
async function payerOf(sql: Sql, verb: AnyVerb, given: unknown) {
  const found = given as Fields;
  for (const field of ['teamId', verb.target, verb.instead]) {
    const id = field === null || field === undefined ? undefined : found[field];
    const named = typeof id === 'string' ? parseGlobalId(id) : undefined;
    if (named) return findPayer(sql, named.type, named.id);
  }
  return undefined;
}
