import { Field, ObjectType } from '@nestjs/graphql';
import { ArcExtensionObject, KubernetesComputeObject } from './kubernetes.types.js';
import { SubmissionPayload } from '../payload/submission.payload.js';

@ObjectType('ArcExtensionPayload', { description: 'The answer to mutations of extensions.' })
export class ArcExtensionPayload extends SubmissionPayload {
  @Field(() => ArcExtensionObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  extension: ArcExtensionObject | null;
}

@ObjectType('KubernetesComputePayload', {
  description: 'The answer to mutations of Kubernetes computes.',
})
export class KubernetesComputePayload extends SubmissionPayload {
  @Field(() => KubernetesComputeObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: KubernetesComputeObject | null;
}
