import { catalogue } from '#libs/catalogue';
import { reads } from '../reads/catalogue-of-reads.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { mutationsOf } from './catalogue/verb-mutations.js';
import { queriesOf } from './catalogue/read-queries.js';
import { TeamComputesResolver } from './computes/compute.resolver.js';
import './computes/vm-size.types.js';
import { kindResolvers } from './kind-resolvers.js';
import { OperationResolver, PrincipalOperationsResolver } from './operation/operation.resolver.js';
import { ChangeSubscriptions } from './operation/operation.subscriptions.js';
import { ScopeResolver } from './principal/scope.resolver.js';
import {
  ComputeHistoryResolver,
  GroupHistoryResolver,
  WorkspaceHistoryResolver,
} from './resource/history.resolver.js';

/** Every resolver of the schema. */
export const resolvers = [
  AuditResolver,
  ChangeSubscriptions,
  ComputeHistoryResolver,
  GroupHistoryResolver,
  OperationResolver,
  PrincipalOperationsResolver,
  ScopeResolver,
  TeamComputesResolver,
  WorkspaceHistoryResolver,
  ...kindResolvers,
  mutationsOf(catalogue),
  queriesOf(reads),
];
