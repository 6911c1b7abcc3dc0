import type { Policy, PolicyFinding } from '#libs/operations';
import { etagOf } from '#libs/resources';
import { globalId } from '#libs/verbs';
import type { PolicyRow } from '../../reads/policies/read-policies.repository.js';
import { presentPrincipal } from '../present.js';

const presented = (policy: Policy) => ({
  ...policy,
  __typename: 'Policy',
  rowId: policy.id,
  id: globalId('Policy', policy.id),
  etag: etagOf(policy),
  createdBy: null,
  createdAt: null,
});

/** A policy as clients see it. */
export const presentPolicy = (row: PolicyRow) => ({
  ...presented(row),
  createdBy: presentPrincipal(row.createdBy),
  createdAt: row.createdAt,
});

/** What was found of a request, with the policy as it was then. */
export const presentFinding = ({ policy, ...finding }: PolicyFinding) => ({
  ...finding,
  policy: presented(policy),
});
