import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { PaidResourceObject } from '../resource/azure-resource.types.js';
import { DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';
import { WorkspaceObject } from '../workspaces/workspace.types.js';

@ObjectType('Diagnostic', { description: 'What is wrong and what to do.' })
export class DiagnosticObject {
  @Field(() => String, { description: 'Which finding.' })
  code: string;
  @Field(() => String, { description: 'What is wrong.' })
  message: string;
  @Field(() => String, { description: 'What to do.' })
  remedy: string;
  @Field(() => JsonObjectScalar, { description: 'What was read.' })
  evidence: object;
  @Field(() => DateTimeScalar, { description: 'When it was read.' })
  observedAt: Date;
}

@InterfaceType('Compute', {
  description: 'Something that runs machine-learning jobs.',
  implements: () => [NodeObject],
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class ComputeObject extends PaidResourceObject {
  @Field(() => DateTimeScalar, { description: 'When it was asked for, or found.' })
  createdAt: Date;
  @Field(() => Boolean, {
    description:
      'False for what was found in Azure and that no team has claimed: it can be seen, not changed.',
  })
  managed: boolean;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is no longer in Azure: computeUpdated tells of that last.',
  })
  goneAt: Date | null;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
  @Field(() => String, { description: 'Where the nodes are.' })
  location: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => WorkspaceObject, { description: 'What holds it.' })
  workspace: WorkspaceObject;
  @Field(() => [DiagnosticObject], {
    description: 'What is wrong and what to do; empty when all is well.',
  })
  diagnostics: DiagnosticObject[];
}
