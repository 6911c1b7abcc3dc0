import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Words that mean something else with every thing they are said of (ADR 0038). */
const alone = /(?<!compute|connected|managed|kubernetes)cluster|(?<!compute)instance(?!Type)/i;

/** Clients know these words by those names. */
const clientsSay = ['InstanceOperation', 'InstanceOperationStatus', 'InstanceTrigger'];

const exportsOf = (...globs: string[]): string[] =>
  globSync(globs, { exclude: ['**/*.spec.ts', 'libs/database/generated/**'] }).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(declared)].map(([, name]) => String(name)),
  );

const declared =
  /^export (?:abstract |async )*(?:const|function\*?|class|interface|type|enum) (\w+)/gm;

describe('the names that are exported', () => {
  it('say which cluster and which instance they mean', () => {
    const named = exportsOf('libs/**/*.ts', 'apps/{api,worker}/**/*.ts');
    expect(named).toContain('observeComputeCluster');
    expect(named.filter((name) => alone.test(name)).toSorted()).toEqual(clientsSay);
  });

  it('mean one thing each in the libraries', () => {
    const named = exportsOf('libs/**/*.ts');
    expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
  });
});
