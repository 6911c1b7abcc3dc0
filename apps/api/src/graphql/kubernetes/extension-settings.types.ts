import { Field, InputType } from '@nestjs/graphql';
import { InferenceRouterServiceType } from '../enums.js';

@InputType('KeyValueInput', { description: 'A name and its value.' })
export class KeyValueInput {
  @Field(() => String, { description: 'The name.' })
  name: string;
  @Field(() => String, { description: 'Its value.' })
  value: string;
}

@InputType('SecretReferenceInput', {
  description: 'A protected setting and where its secret is kept.',
})
export class SecretReferenceInput {
  @Field(() => String, { description: 'Name of the setting, e.g. sslKeyPemFile.' })
  name: string;
  @Field(() => String, {
    description: "A file of the team's secrets folder, e.g. file:tls-key; never the secret itself.",
  })
  reference: string;
}

@InputType('ArcExtensionSettingsInput', {
  description: 'Settings of the Azure Machine Learning extension.',
})
export class ArcExtensionSettingsInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Training and batch scoring. Default false.',
  })
  enableTraining: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Inference. Default false.' })
  enableInference: boolean | null;
  @Field(() => InferenceRouterServiceType, {
    nullable: true,
    description: 'Required with enableInference.',
  })
  inferenceRouterServiceType: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Inference over HTTP, for tests. Default false.',
  })
  allowInsecureConnections: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Three routers, on three nodes. Default true.',
  })
  inferenceRouterHA: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'The name that inference is served under over TLS.',
  })
  sslCname: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name of the Kubernetes secret that holds certificate and key.',
  })
  sslSecret: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Send logs to a Log Analytics workspace. Default false.',
  })
  logAnalyticsWS: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install the NVIDIA device plug-in. Default false.',
  })
  installNvidiaDevicePlugin: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install Blobfuse. Default: with training.',
  })
  installBlobfuseSysctl: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install the Blobfuse volume driver. Default: with training.',
  })
  installBlobfuseFlexvol: boolean | null;
  @Field(() => String, { nullable: true, description: 'Where the volume driver goes on nodes.' })
  volumePluginDir: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install the Prometheus operator. Default true.',
  })
  installPromOp: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install the Volcano scheduler. Default true.',
  })
  installVolcano: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Install the exporter of GPU metrics. Default false.',
  })
  installDcgmExporter: boolean | null;
  @Field(() => [KeyValueInput], {
    nullable: true,
    description:
      'Labels of the nodes that it and its workloads run on, e.g. nvidia.com/gpu.present; escaped for helm or not.',
  })
  nodeSelector: KeyValueInput[] | null;
}
