import { catalogue } from '#libs/catalogue';
import { AuditResolver } from './audit/audit.resolver.js';
import { mutationsOf } from './catalogue/verb-mutations.js';
import { ComputeResolver, TeamComputesResolver } from './computes/compute.resolver.js';
import { VmSizeResolver } from './computes/vm-size.resolver.js';
import { kindResolvers } from './kind-resolvers.js';
import { OperationResolver, PrincipalOperationsResolver } from './operation/operation.resolver.js';
import { ChangeSubscriptions } from './operation/operation.subscriptions.js';
import { ApiKeyResolver } from './principal/api-key.resolver.js';
import { PrincipalResolver } from './principal/principal.resolver.js';
import { ScopeResolver } from './principal/scope.resolver.js';
import {
  ComputeHistoryResolver,
  GroupHistoryResolver,
  WorkspaceHistoryResolver,
} from './resource/history.resolver.js';

/** Every resolver of the schema. */
export const resolvers = [
  ApiKeyResolver,
  AuditResolver,
  ChangeSubscriptions,
  ComputeHistoryResolver,
  ComputeResolver,
  GroupHistoryResolver,
  OperationResolver,
  PrincipalOperationsResolver,
  PrincipalResolver,
  ScopeResolver,
  TeamComputesResolver,
  VmSizeResolver,
  WorkspaceHistoryResolver,
  ...kindResolvers,
  mutationsOf(catalogue),
];
