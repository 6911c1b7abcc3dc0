import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, by its path: begun last it would keep one core busy while the other has nothing left. */
const long = [
  '/test/chaos/',
  '/dead-connections',
  '/integration/diagnosis',
  '/integration/workspace-in-one-go',
  '/integration/failures-in-azure',
  '/integration/taken-back',
  '/integration/step-limit',
  '/test/e2e/',
  '/test/integration/',
  '/apps/worker/',
];

const rankOf = ({ moduleId, project }: TestSpecification): number => {
  if (moduleId.includes('/test/chaos/on-')) return -2;
  // A worker is thrown away, with all modules that it has loaded, where the next spec wants one of its own.
  if (project.config.isolate) return -1;
  const rank = long.findIndex((part) => moduleId.includes(part));
  return rank < 0 ? long.length : rank;
};

/** Chaos, then what runs alone, then long specs, and the rest in the order vitest gives them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
