import { err, ok, type Result } from '#libs/kernel';
import { armOperations, isArmOperation, type ApiVersionOverrides } from './arm-operations.js';

const versionPattern = /^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/i;

/**
 * `computes/resize=2025-10-01-preview,2024-10-01-preview; usages/list=2024-10-01`: of each operation named the versions
 * in order of preference, which take the place of our own list. The error tells the first thing that is wrong.
 */
export function parseOverrides(text: string): Result<ApiVersionOverrides, string> {
  const overrides: ApiVersionOverrides = {};
  for (const entry of listOf(text, ';')) {
    const [operation = '', list = '', ...more] = entry.split('=').map((part) => part.trim());
    const versions = listOf(list, ',');
    if (versions.length === 0 || more.length > 0)
      return err(`'${entry}' is not operation=version,version`);
    if (!isArmOperation(operation)) return err(unknown(operation));
    if (overrides[operation]) return err(`'${operation}' is named twice`);
    const wrong = versions.find((version) => !versionPattern.test(version));
    if (wrong !== undefined)
      return err(`'${wrong}' of '${operation}' is not YYYY-MM-DD or YYYY-MM-DD-preview`);
    overrides[operation] = [...new Set(versions.map((version) => version.toLowerCase()))];
  }
  return ok(overrides);
}

const listOf = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

const unknown = (operation: string): string =>
  `'${operation}' is no operation; there are: ${Object.keys(armOperations).join(', ')}`;
