/** `NAME: what is wrong`, without the value, which may be a secret. */
export function describeIssue(issue: { path: PropertyKey[]; message: string }): string {
  return `${issue.path.map(String).join('.')}: ${issue.message}`;
}
