import { Inject, Injectable } from '@nestjs/common';
import type { CatalogueDeps } from '#libs/catalogue';
import type { Defaulted, SubmitDeps } from '#libs/operations';
import { DefaultsMoved, type Policies } from '#libs/policies';
import { perform, type AnswerField, type AnyVerb, type RequestContext } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { shownOf } from '../../errors/unavailable.js';
import { POLICIES, SETTINGS, type ApiSettings, SUBMIT_DEPS } from '../../parts/parts.js';
import { StepDurations } from '../../parts/step-durations.js';
import { refused } from '../payload/answer.js';
import { Reader } from '../reader.js';
import { defaultedInput } from './defaulted-input.js';
import { finderOf } from './finders.js';
import type { GivenInput } from './given-input.js';
import { presentFound } from './presenters.js';

type Result = Readonly<Record<string, unknown>>;

/** Performs verbs, and shows what they answer: as clients have asked for it, or why it is refused. */
@Injectable()
export class VerbAnswers {
  private readonly deps: CatalogueDeps;

  constructor(
    @Inject(SUBMIT_DEPS) submit: SubmitDeps,
    @Inject(POLICIES) policies: Policies,
    @Inject(SETTINGS) { mostApiKeys, longestKeyDays, entra, prices }: ApiSettings,
    private readonly reader: Reader,
    private readonly durations: StepDurations,
  ) {
    this.deps = {
      ...submit,
      policies,
      mostApiKeys,
      longestKeyDays,
      entraTenantIds: entra?.tenantIds ?? [],
      currency: prices.currency,
    };
  }

  async answer(
    context: GraphqlContext,
    verb: AnyVerb<CatalogueDeps>,
    input: GivenInput,
    given: GivenInput | undefined,
  ): Promise<object> {
    const { request } = context;
    const done = await this.perform(request, verb, input, given);
    if (!done.ok) return this.showing(context, verb, {}, refused(done.error));
    const result: Result = { ...done.value };
    const { warnings = [] } = result;
    return this.showing(context, verb, result, { warnings, userErrors: [] });
  }

  /** With what policies set; where they are found to be others meanwhile, once more: nothing was written then. */
  private async perform(
    request: RequestContext,
    verb: AnyVerb<CatalogueDeps>,
    given: GivenInput,
    sent: GivenInput | undefined,
    triesLeft = 3,
  ): ReturnType<AnyVerb<CatalogueDeps>['run']> {
    const { deps } = this;
    const findIds = this.reader.findIds(request);
    const asked = { verb, input: given, given: sent };
    const set = await defaultedInput(deps.pool, deps.policies, request, asked, findIds);
    const { input, before, defaulted } = set;
    const own = defaulted ? { ...deps, defaulted } : deps;
    const asking = isSet(defaulted) ? { ...request, beforeDefaults: before } : request;
    try {
      return await perform(verb, own, asking, input, findIds);
    } catch (error) {
      if (!(error instanceof DefaultsMoved) || triesLeft === 0) throw error;
      return this.perform(request, verb, given, sent, triesLeft - 1);
    }
  }

  /** Adds the fields of the verb's answer to a payload. Each is read when GraphQL asks for it: what was not selected costs nothing. */
  private showing<P extends object>(
    context: GraphqlContext,
    verb: AnyVerb<CatalogueDeps>,
    result: Result,
    payload: P,
  ): P {
    const { operationId } = result;
    const accepted = typeof operationId === 'string' ? operationId : null;
    const fields = Object.entries(verb.answer).map(([key, field]) => {
      const get = () => shownOf(accepted, this.showField(context, field, result));
      return [key, { get, enumerable: true }] as const;
    });
    return Object.defineProperties(payload, Object.fromEntries(fields));
  }

  private async showField(
    { request }: GraphqlContext,
    field: AnswerField,
    result: Result,
  ): Promise<unknown> {
    const value = result[field.by];
    if ('value' in field) return field.value.parse(value);
    if (field.asIs) return value ?? null;
    if (typeof value !== 'string') return null;
    const found = await finderOf(field.node)(this.reader, request, value);
    return found && presentFound(this.durations, found);
  }
}

const isSet = (defaulted: Defaulted | undefined): boolean => (defaulted?.findings.length ?? 0) > 0;
