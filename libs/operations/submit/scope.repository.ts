import {
  fragment,
  isUnfinished,
  prepared,
  raw,
  statement,
  type Fragment,
  type Sql,
} from '#libs/database';
import { isUuid, normaliseLocation } from '#libs/kernel';
import { vmSizeKey, type CostTag, type Resource } from '#libs/resources';
import type { Kinds } from '../kinds.js';
import type { IdempotencyRecord } from './idempotency.js';
import { offersColumn, type StoredOffers } from './offers.repository.js';

/** The team that pays, as far as a submission needs it. */
export interface Payer {
  id: string;
  name: string;
  costCenter: string;
  defaultCostTags: Record<string, string>;
  /** Regions in which it may make things, as ARM names them; empty: all. */
  allowedLocations: string[];
  /** How often policies were changed until now. */
  policyRevision: number;
}

/** A resource with all that a submission on it, or in it, is decided by. */
export interface Target extends Resource {
  payer: Payer;
  costTags: CostTag[];
  /** False: found in Azure, and claimed by no team. */
  managed: boolean;
  parent: { location: string; armId: string } | null;
  /** Unfinished on it. */
  unfinishedId: string | null;
  /** Unfinished delete of something that holds it. */
  ancestorDeleteId: string | null;
  /** Unfinished on something inside it. */
  insideId: string | null;
}

/** The id as PostgreSQL takes it; null, which finds nothing, for text that is none. */
export const uuidOf = (id: string): string | null => (isUuid(id) ? id : null);

/** What is asked for, and by whom under which idempotency key. */
interface Asked {
  id: string | null;
  principalId: string;
  key: string | null;
}

interface AskedTarget extends Asked {
  deletions: readonly string[];
  location?: string | null;
  sizeKey?: string;
}

const policyRevision = fragment`coalesce((SELECT p.revision FROM policy_revision p), 0)`;

/** SQL: the team `t` as whoever pays. */
export const payerColumn = fragment`jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center,
  'defaultCostTags', t.default_cost_tags, 'allowedLocations', t.allowed_locations, 'policyRevision', ${policyRevision})`;

const recordColumn = fragment`(SELECT jsonb_build_object('mutation', i.mutation, 'inputHash', i.input_hash, 'result', i.result)
  FROM idempotency_record i WHERE i.principal_id = ${'principalId'}::uuid AND i.key = ${'key'}::uuid) AS record`;

/** The first unfinished operation on any of `ids`, sought one by one: joined, all that are under way anywhere are read. */
const unfinishedOn = <N extends string = never>(ids: Fragment, only: Fragment<N> = raw('')) =>
  fragment`(SELECT found.id FROM ${ids}, LATERAL (
  SELECT o.id FROM operation o WHERE o.target_id = ${ids}.id AND ${isUnfinished('o')} ${only} LIMIT 1) found LIMIT 1)`;

const insideQuery = fragment`,
inside AS (
  SELECT r.id FROM target JOIN resource r ON r.parent_id = target.id WHERE r.gone_at IS NULL
  UNION ALL SELECT r.id FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
)`;

/** What is known of the region: of the one that is named, else of the one that the resource is in. */
const offersOfTarget = fragment`, (SELECT ${offersColumn({
  subscriptionId: raw('target.subscription_id'),
  location: fragment`coalesce(${'location'}::text, target.location)`,
  sizeKey: fragment`${'sizeKey'}::text`,
})} FROM target)`;

const targetStatement = (inside: boolean, region: boolean) => prepared<AskedTarget, Scope<Target>>`
WITH RECURSIVE target AS (SELECT * FROM resource WHERE id = ${'id'}::uuid AND gone_at IS NULL),
above AS (
  SELECT parent_id AS id FROM target
  UNION ALL SELECT r.parent_id FROM above JOIN resource r ON r.id = above.id
)${inside ? insideQuery : raw('')}
SELECT ${recordColumn}, (
  SELECT jsonb_build_object('id', r.id, 'kind', r.kind, 'teamId', r.team_id, 'parentId', r.parent_id,
    'name', r.name, 'armId', r.arm_id, 'subscriptionId', r.subscription_id, 'location', r.location,
    'version', r.version, 'provisioningState', r.provisioning_state,
    'rawProvisioningState', r.raw_provisioning_state, 'provisioningErrors', r.provisioning_errors,
    'desired', r.desired, 'observed', r.observed, 'managed', r.managed, 'createdById', r.created_by_id,
    'payer', ${payerColumn},
    'costTags', coalesce((SELECT jsonb_agg(jsonb_build_object('key', c.key, 'value', c.value, 'source', c.source)
      ORDER BY c.key) FROM cost_tag c WHERE c.resource_id = r.id), '[]'),
    'parent', CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('location', p.location, 'armId', p.arm_id) END,
    'unfinishedId', (SELECT o.id FROM operation o WHERE o.target_id = r.id
      AND ${isUnfinished('o')} LIMIT 1),
    'ancestorDeleteId', ${unfinishedOn(raw('above'), fragment`AND o.kind = ANY (${'deletions'}::text[])`)},
    'insideId', ${inside ? unfinishedOn(raw('inside')) : raw('NULL')})
  FROM target r JOIN team t ON t.id = r.team_id LEFT JOIN resource p ON p.id = r.parent_id
) AS found${region ? offersOfTarget : raw('')}`;

const targetStatements = {
  alone: { plain: targetStatement(false, false), withRegion: targetStatement(false, true) },
  inside: { plain: targetStatement(true, false), withRegion: targetStatement(true, true) },
};

const payerStatement = prepared<Asked, Scope<Payer>>`SELECT ${recordColumn}, (
  SELECT ${payerColumn} FROM team t WHERE t.id = ${'id'}::uuid AND t.deleted_at IS NULL) AS found`;

/** What a submission stands on: the resource or team, and what its idempotency key stands for already. */
export interface Scope<T> {
  found: T | null;
  record: IdempotencyRecord | null;
  /** Of the region that was asked for along; absent: not asked, or nothing was found. */
  offers?: StoredOffers | null;
}

/** The region that is asked for by whichever of its names; null: that of what holds it. */
export const regionOf = (location: string | null, vmSize = ''): NonNullable<Along['region']> => ({
  location: location === null ? null : normaliseLocation(location),
  sizeKey: vmSizeKey(vmSize),
});

/** What else is read in the same statement. */
export interface Along {
  /** Operations on what the resource holds. */
  inside?: boolean;
  /** What is known of this region (null: the resource's own), and there of a size. */
  region?: { location: string | null; sizeKey: string };
}

/** The resource unless gone. */
export async function readTarget(
  sql: Sql,
  { deletions }: Kinds,
  id: string,
  principalId: string,
  key: string | null,
  along: Along = {},
): Promise<Scope<Target>> {
  const { inside, region } = along;
  const query = targetStatements[inside ? 'inside' : 'alone'][region ? 'withRegion' : 'plain'];
  const asked = { id: uuidOf(id), principalId, key, deletions };
  const { rows } = await sql.query(query({ ...asked, ...region }));
  return rows[0] ?? { found: null, record: null };
}

export async function readPayer(
  sql: Sql,
  teamId: string,
  principalId: string,
  key: string | null,
): Promise<Scope<Payer>> {
  const { rows } = await sql.query(payerStatement({ id: uuidOf(teamId), principalId, key }));
  return rows[0] ?? { found: null, record: null };
}

const lockStatement = statement<{
  id: string;
}>`SELECT 1 FROM resource WHERE id = ${'id'}::uuid FOR UPDATE`;

/** Holds the row against other changes until the transaction ends. */
export async function lockTarget(sql: Sql, id: string): Promise<void> {
  if (isUuid(id)) await sql.query(lockStatement({ id }));
}

const recordStatement = statement<{ principalId: string; key: string }, IdempotencyRecord>`
SELECT mutation, input_hash AS "inputHash", result FROM idempotency_record
WHERE principal_id = ${'principalId'}::uuid AND key = ${'key'}::uuid`;

export async function readRecord(
  sql: Sql,
  principalId: string,
  key: string,
): Promise<IdempotencyRecord | null> {
  const { rows } = await sql.query(recordStatement({ principalId, key }));
  return rows[0] ?? null;
}

/** Who has an ARM id now, and what is under way on it. */
export interface Holder {
  teamId: string;
  provisioningState: string;
  unfinishedId: string | null;
}

const holderStatement = statement<{ armIdKey: string }, Holder>`
SELECT r.team_id AS "teamId", r.provisioning_state AS "provisioningState", (SELECT o.id FROM operation o
  WHERE o.target_id = r.id AND ${isUnfinished('o')}) AS "unfinishedId"
FROM resource r WHERE r.arm_id_key = ${'armIdKey'} AND r.gone_at IS NULL`;

export async function readHolder(sql: Sql, armIdKey: string): Promise<Holder | undefined> {
  const { rows } = await sql.query(holderStatement({ armIdKey }));
  return rows[0];
}
