import { Inject, Injectable } from '@nestjs/common';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Pool } from 'pg';
import { numberEvents } from '#libs/events';
import type { SubmitDeps } from '#libs/operations';
import { performRead, type AnyRead, type ReadRefusal } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AZURE, type ApiSettings, type Azure, SETTINGS, SUBMIT_DEPS } from '../../parts/parts.js';
import { StepDurations } from '../../parts/step-durations.js';
import type { PageOf } from '../../reads/pages/keyset.js';
import { createUsagesRenewer } from '../../reads/quotas/renew-usages.js';
import { createVmSizeLister } from '../../reads/vm-sizes/list-vm-sizes.js';
import type { FoundRow, ReadDeps } from '../../reads/read-deps.js';
import { Reader } from '../reader.js';
import { badInput } from '../relay/read-page.js';
import { findRow } from './finders.js';
import { connectionOf, presentFound, presenterOf } from './presenters.js';
import { wordsOf } from './words-of.js';

/** Performs reads, and shows their rows as clients have asked for them. */
@Injectable()
export class ReadAnswers {
  private readonly listVmSizes: ReadDeps['listVmSizes'];
  private readonly renewUsages: ReadDeps['renewUsages'];

  constructor(
    private readonly pool: Pool,
    private readonly reader: Reader,
    private readonly durations: StepDurations,
    @Inject(AZURE) { arm }: Azure,
    @Inject(SUBMIT_DEPS) private readonly submit: SubmitDeps,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {
    this.listVmSizes = createVmSizeLister(arm);
    this.renewUsages = createUsagesRenewer(pool, arm);
  }

  /** Rejects with a GraphQLError where the read is refused. */
  async answer(
    context: GraphqlContext,
    info: GraphQLResolveInfo,
    read: AnyRead<ReadDeps>,
    args: unknown,
  ): Promise<unknown> {
    const { parts } = presenterOf(read.answer.type);
    const deps = this.depsFor(context);
    const findIds = this.reader.findIds(context.request);
    const asked = parts?.(info) as never;
    const done = await performRead(read, deps, context.request, args, asked, findIds);
    if (!done.ok) throw refused(done.error);
    return this.show(context, read, done.value);
  }

  /** What reads are given for a request. */
  depsFor({ request }: GraphqlContext): ReadDeps {
    return {
      pool: this.pool,
      number: () => numberEvents(this.pool),
      find: (type, id) => findRow(this.reader, request, type, id),
      listVmSizes: this.listVmSizes,
      renewUsages: this.renewUsages,
      prices: this.settings.prices,
      defaultSubscriptionId: this.submit.defaultSubscriptionId,
    };
  }

  private show(
    { request }: GraphqlContext,
    { name, answer: { type, as } }: AnyRead,
    value: unknown,
  ): unknown {
    const { present } = presenterOf(type);
    const one = (row: object): object => present(this.durations, row);
    switch (as) {
      case 'page':
        return connectionOf(request, this.durations, type, { name }, value as PageOf<object>);
      case 'found':
        return this.found(value as FoundRow | null);
      case 'found each':
        return (value as (FoundRow | null)[]).map((row) => this.found(row));
      case 'all':
        return (value as object[]).map(one);
      case 'one':
        return one(value as object);
    }
  }

  private found(one: FoundRow | null): object | null {
    return one && presentFound(this.durations, one);
  }
}

/** GraphQL tells the first of several refusals; ways in that name fields find all of them at the error. */
function refused(refusals: readonly ReadRefusal[]): GraphQLError {
  const [first] = refusals;
  if (!first) return badInput('');
  const isInput = first.code === 'INVALID_INPUT';
  const code = isInput ? 'BAD_USER_INPUT' : first.code;
  const message = isInput ? wordsOf(first) : first.message;
  return new GraphQLError(message, { extensions: { code, refusals } });
}
