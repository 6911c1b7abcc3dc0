import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { ProvisioningState } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagObject } from '../resource/cost-tag.types.js';
import { ArmIdScalar, DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';
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
export abstract class ComputeObject extends NodeObject {
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => DateTimeScalar, { description: 'When it was asked for, or found.' })
  createdAt: Date;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
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
