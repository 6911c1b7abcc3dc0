import { nothing, refusal, together, type FieldPath, type Findings } from '../findings.rules.js';

/** The tag that says which operation last wrote a resource: how a worker finds out what a dead one had sent. */
export const operationTag = 'armature-operation';

/** ARM takes 50 tags; one is ours (docs/azure-facts.md#common-rules). */
const mostTags = 49;
const longestKey = 512;
const longestValue = 256;

export interface Tag {
  key: string;
  value: string;
}

/**
 * Tags as ARM takes them: at most 50 with ours, plain text, names unique without case
 * (docs/azure-facts.md#common-rules).
 */
export function checkTags(tags: readonly Tag[], path: FieldPath = ['input', 'costTags']): Findings {
  return together(
    checkTagCount(tags, path),
    ...tags.map((tag, index) => checkTag(tag, tags.slice(0, index), [...path, `${index}`])),
  );
}

/** That they are no more than ARM takes, whatever they are: some that stand in Azure have names that it takes from nobody else. */
export function checkTagCount(tags: readonly Tag[], path: FieldPath): Findings {
  const message = `at most ${mostTags} tags: Azure takes 50, and one is Armature's own`;
  return tags.length > mostTags ? refusal('INVALID_INPUT', path, message) : nothing;
}

function checkTag({ key, value }: Tag, before: readonly Tag[], path: FieldPath): Findings {
  const problem = keyProblem(key) ?? (isTwin(key, before) ? `'${key}' is named twice` : undefined);
  const valueProblem =
    value.length > longestValue ? `has more than ${longestValue} characters` : undefined;
  return together(
    problem === undefined ? nothing : refusal('INVALID_INPUT', [...path, 'key'], problem),
    valueProblem === undefined
      ? nothing
      : refusal('INVALID_INPUT', [...path, 'value'], valueProblem),
  );
}

function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'must not be empty';
  if (key.length > longestKey) return `has more than ${longestKey} characters`;
  if (/[<>%&\\?/\p{Cc}]/u.test(key)) return 'must not hold < > % & \\ ? / or control characters';
  if (sameTagKey(key, operationTag)) return `'${operationTag}' is Armature's own`;
  return undefined;
}

const isTwin = (key: string, before: readonly Tag[]): boolean =>
  before.some((other) => sameTagKey(other.key, key));

/** Tag names compare without case (docs/azure-facts.md#common-rules). */
export const sameTagKey = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
