import { catalogue } from '#libs/catalogue';
import { AuditResolver } from './audit/audit.resolver.js';
import { mutationsOf } from './catalogue/verb-mutations.js';
import { ComputeLiveResolver } from './compute/compute-live.resolver.js';
import {
  ClusterDiagnosticsResolver,
  InstanceDiagnosticsResolver,
  KubernetesDiagnosticsResolver,
} from './compute/diagnostics.resolver.js';
import { InstanceResolver } from './instance/instance.resolver.js';
import {
  ConnectedClusterResolver,
  KubernetesComputeResolver,
} from './kubernetes/kubernetes.resolver.js';
import { OperationResolver, PrincipalOperationsResolver } from './operation/operation.resolver.js';
import { ChangeSubscriptions } from './operation/operation.subscriptions.js';
import { ApiKeyResolver } from './principal/api-key.resolver.js';
import { PrincipalResolver } from './principal/principal.resolver.js';
import {
  ComputeHistoryResolver,
  ComputeResolver,
  GroupHistoryResolver,
  ResourceGroupResolver,
  TeamComputesResolver,
  WorkspaceHistoryResolver,
  WorkspaceResolver,
} from './resource/resource.resolver.js';
import { ScopeResolver } from './principal/scope.resolver.js';
import { VmSizeResolver } from './compute/vm-size.resolver.js';

/** Every resolver of the schema. */
export const resolvers = [
  ApiKeyResolver,
  AuditResolver,
  ChangeSubscriptions,
  ClusterDiagnosticsResolver,
  ComputeHistoryResolver,
  ComputeLiveResolver,
  ComputeResolver,
  GroupHistoryResolver,
  ConnectedClusterResolver,
  InstanceResolver,
  KubernetesComputeResolver,
  InstanceDiagnosticsResolver,
  KubernetesDiagnosticsResolver,
  OperationResolver,
  PrincipalOperationsResolver,
  PrincipalResolver,
  ResourceGroupResolver,
  ScopeResolver,
  TeamComputesResolver,
  VmSizeResolver,
  mutationsOf(catalogue),
  WorkspaceHistoryResolver,
  WorkspaceResolver,
];
