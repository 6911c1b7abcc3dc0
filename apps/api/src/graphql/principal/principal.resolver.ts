import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PrincipalRow, WholePrincipalRow } from '../../reads/rows.js';
import { Pages } from '../pages.js';
import { Reader } from '../reader.js';
import { pageArgs } from '../relay/node.types.js';
import { DateTimeScalar, UuidScalar } from '../scalars/scalars.js';
import { ApiKeyConnection } from './api-key.connection.js';
import { PrincipalObject } from './principal.types.js';

/** A principal as it was presented: one that did something is shown without what is looked up here. */
type Presented = PrincipalRow & Partial<WholePrincipalRow> & { rowId: string };

const { first, after } = pageArgs;

/** What is not read along with whoever did something. */
@Resolver(() => PrincipalObject)
export class PrincipalResolver {
  constructor(
    private readonly reader: Reader,
    private readonly pages: Pages,
  ) {}

  @ResolveField('disabledAt', () => DateTimeScalar, {
    nullable: true,
    description:
      'Since when it may no longer act; null: it may, or you see no more of it than its name.',
  })
  async disabledAt(@Context() context: GraphqlContext, @Parent() principal: Presented) {
    return (await this.whole(context, principal))?.disabledAt ?? null;
  }

  @ResolveField('entraObjectId', () => UuidScalar, {
    nullable: true,
    description:
      'Object id in Entra ID; null: it comes with keys alone, or you see no more of it than its name.',
  })
  async entraObjectId(@Context() context: GraphqlContext, @Parent() principal: Presented) {
    return (await this.whole(context, principal))?.entraObjectId ?? null;
  }

  @ResolveField('apiKeys', () => ApiKeyConnection, {
    description: 'Its keys that you made or may revoke, newest first; never their secrets.',
  })
  apiKeys(
    @Context() context: GraphqlContext,
    @Parent() { rowId: principalId }: Presented,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    return this.pages.apiKeys(context, { principalId }, { first, after });
  }

  private async whole({ request }: GraphqlContext, principal: Presented) {
    return principal.disabledAt === undefined
      ? this.reader.findPrincipalRow(request, principal.rowId)
      : principal;
  }
}
