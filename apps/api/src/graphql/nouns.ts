import type { Type } from '@nestjs/common';
import { kinds } from '#libs/kinds';
import { AuditModule } from './audit/audit.module.js';
import { ComputesModule } from './computes/computes.module.js';
import { EventsModule } from './events/events.module.js';
import { OperationsModule } from './operation/operations.module.js';
import { PlansModule } from './plans/plans.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { TenantsModule } from './principal/tenants.module.js';
import { UnclaimedModule } from './unclaimed/unclaimed.module.js';

/** Each kind's is found by the name of its folder: kinds are listed in `libs/kinds` and nowhere else (ADR 0032). */
async function moduleOf({ folder }: { folder: string }): Promise<Type> {
  const exported = (await import(`./${folder}/${folder}.module.js`)) as Record<string, Type>;
  const [module] = Object.values(exported);
  if (!module) throw new Error(`${folder}.module.js exports no module`);
  return module;
}

/** The modules of everything that there is to see. */
export const nouns: readonly Type[] = [
  AuditModule,
  ComputesModule,
  EventsModule,
  OperationsModule,
  PlansModule,
  PoliciesModule,
  TenantsModule,
  UnclaimedModule,
  ...(await Promise.all(kinds.all.map(moduleOf))),
];
