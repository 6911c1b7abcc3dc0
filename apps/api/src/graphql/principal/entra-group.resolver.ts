import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { EntraGroupRow } from '../../reads/rows.js';
import { Reader } from '../reader.js';
import { EntraGroupObject } from './principal.types.js';

/** What Microsoft Graph knows of a group. */
@Resolver(() => EntraGroupObject)
export class EntraGroupResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('displayName', () => String, {
    nullable: true,
    description:
      'Its name, up to an hour old; null where Microsoft Graph is not asked, or does not tell it now.',
  })
  async displayName(@Context() context: GraphqlContext, @Parent() group: EntraGroupRow) {
    return (await this.reader.findGroupName(context, group)) ?? null;
  }
}
