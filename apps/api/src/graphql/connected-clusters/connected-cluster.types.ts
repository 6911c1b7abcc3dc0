import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ConnectivityStatus } from './connected-cluster.enums.js';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { AzureResourceObject } from '../resource/azure-resource.types.js';
import { ResourceGroupObject } from '../resource-groups/resource-group.types.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('ConnectedCluster', {
  description: 'A Kubernetes cluster that Azure Arc connects, or an AKS cluster.',
  implements: () => [NodeObject],
})
export class ConnectedClusterObject extends AzureResourceObject {
  @Field(() => TeamObject, { description: 'The team whose roles apply.' })
  team: TeamObject;
  @Field(() => String, { description: 'Azure region of the connection.' })
  location: string;
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What holds it: its team is the one whose roles apply.',
  })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => ConnectivityStatus, {
    description: 'Whether its agents reach Azure; of an AKS cluster, whether it runs.',
  })
  connectivityStatus: string;
  @Field(() => String, {
    description: "Azure's own word, of AKS its power state; empty where it said none.",
  })
  rawConnectivityStatus: string;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its agents were last heard of; null for AKS, which has none.',
  })
  lastHeartbeatAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Version of Kubernetes.' })
  kubernetesVersion: string | null;
  @Field(() => Int, { nullable: true, description: 'Nodes.' })
  nodeCount: number | null;
  @Field(() => Int, { nullable: true, description: 'Cores of all nodes.' })
  coreCount: number | null;
  @Field(() => String, { nullable: true, description: "Version of Azure Arc's agents." })
  agentVersion: string | null;
  @Field(() => String, { nullable: true, description: 'Which Kubernetes, e.g. k3s.' })
  distribution: string | null;
}
