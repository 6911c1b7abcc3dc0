import { Field, InterfaceType } from '@nestjs/graphql';
import { ProvisioningState } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ArmIdScalar, DateTimeScalar } from '../scalars/scalars.js';
import { CostTagObject } from './cost-tag.types.js';

/** What everything that stands in Azure has. */
@InterfaceType({ isAbstract: true })
export abstract class AzureResourceObject extends NodeObject {
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => DateTimeScalar, { description: 'When something of it last changed.' })
  changedAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
}

/** What is asked for here, and paid for by a team. */
@InterfaceType({ isAbstract: true })
export abstract class PaidResourceObject extends AzureResourceObject {
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
}
