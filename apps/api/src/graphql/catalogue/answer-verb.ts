import { Inject, Injectable } from '@nestjs/common';
import type { CatalogueDeps } from '#libs/catalogue';
import type { SubmitDeps } from '#libs/operations';
import type { Policies } from '#libs/policies';
import { perform, type AnswerField, type AnyVerb } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { shownOf } from '../../errors/unavailable.js';
import { POLICIES, SETTINGS, type ApiSettings, SUBMIT_DEPS } from '../../parts/parts.js';
import { StepDurations } from '../../parts/step-durations.js';
import { refused } from '../payload/answer.js';
import { Reader } from '../reader.js';
import { finderOf } from './finders.js';
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
    input: unknown,
  ): Promise<object> {
    const { request } = context;
    const done = await perform(verb, this.deps, request, input, this.reader.findIds(request));
    if (!done.ok) return this.showing(context, verb, {}, refused(done.error));
    const result: Result = { ...done.value };
    const { warnings = [] } = result;
    return this.showing(context, verb, result, { warnings, userErrors: [] });
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
    if (typeof value !== 'string') return null;
    const found = await finderOf(field.node)(this.reader, request, value);
    return found && presentFound(this.durations, found);
  }
}
