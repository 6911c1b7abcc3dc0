-- By hand: Prisma knows no expression indexes and does not touch them.

-- Who is attached through a cluster, and which clusters do not reach Azure.
CREATE INDEX "resource_attached_cluster" ON "resource"(("desired"->>'clusterId'))
  WHERE "kind" = 'KUBERNETES_COMPUTE' AND "gone_at" IS NULL;
CREATE INDEX "resource_connectivity" ON "resource"(("observed"->>'connectivityStatus'), "id")
  WHERE "kind" = 'CONNECTED_CLUSTER' AND "gone_at" IS NULL;
