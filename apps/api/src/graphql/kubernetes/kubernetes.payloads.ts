import { Field, ObjectType } from '@nestjs/graphql';
import { OperationObject } from '../operation/operation.types.js';
import { UserErrorObject, WarningObject } from '../payload/payload.types.js';
import { ArcExtensionObject, KubernetesComputeObject } from './kubernetes.types.js';

@ObjectType('ArcExtensionPayload', { description: 'The answer to mutations of extensions.' })
export class ArcExtensionPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ArcExtensionObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  extension: ArcExtensionObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('KubernetesComputePayload', {
  description: 'The answer to mutations of Kubernetes computes.',
})
export class KubernetesComputePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => KubernetesComputeObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: KubernetesComputeObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}
