import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, by folder: begun last it would keep one core busy while the other has nothing left. */
const long = ['test/chaos/', 'test/e2e/', 'test/integration/', 'apps/worker/'];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = long.findIndex((folder) => moduleId.includes(`/${folder}`));
  return rank < 0 ? long.length : rank;
};

/** Long specs first, the rest in the order vitest gives them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
