import 'reflect-metadata';
import { measureAcceptance } from './acceptance/measure-acceptance.js';
import { measureClaim } from './claim/measure-claim.js';
import { measureInFlight } from './in-flight/measure-in-flight.js';
import { measureNeighbours } from './neighbours/measure-neighbours.js';
import { measurePage } from './page/measure-page.js';
import { measurePlans } from './plans/measure-plans.js';
import { measurePolicies } from './policies/measure-policies.js';
import { measureRoles } from './roles/measure-roles.js';
import { measureStartUp } from './start-up/measure-start-up.js';
import { measureSweep } from './sweep/measure-sweep.js';
import { measureTurns } from './turns/measure-turns.js';
import { tableOf, type Finding } from './support/finding.js';

/** `npm run bench`, or `npm run bench -- page` for some of it: measures, prints a table, leaves nothing behind. */
const questions: Record<string, () => Promise<Finding[]>> = {
  page: measurePage,
  acceptance: measureAcceptance,
  plans: measurePlans,
  policies: measurePolicies,
  roles: measureRoles,
  neighbours: measureNeighbours,
  turns: measureTurns,
  'in-flight': measureInFlight,
  sweep: measureSweep,
  claim: measureClaim,
  'start-up': measureStartUp,
};

const asked = process.argv.slice(2);
const findings: Finding[] = [];
for (const [name, measure] of Object.entries(questions)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} …`);
  findings.push(...(await measure()));
}
console.log(tableOf(findings));
