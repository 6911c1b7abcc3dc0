import type { DomainError, DomainErrorCode, Warning, WarningCode } from '#libs/kernel';

/** Where a value stands in the mutation's arguments, from `input`. */
export type FieldPath = readonly string[];

/** What a rule found: any error refuses the request, warnings go with the answer. */
export interface Findings {
  errors: DomainError[];
  warnings: Warning[];
}

export const nothing: Findings = { errors: [], warnings: [] };

export const refusal = (code: DomainErrorCode, field: FieldPath, message: string): Findings => ({
  errors: [{ code, message, field }],
  warnings: [],
});

export const caution = (code: WarningCode, field: FieldPath, message: string): Findings => ({
  errors: [],
  warnings: [{ code, message, field }],
});

/** Of what people put secrets into: what it is kept as, and who sees it. */
export const cautionShown = (field: FieldPath): Findings =>
  caution(
    'STORED_AND_SHOWN',
    field,
    'is stored, and shown to whoever sees the instance here or in Azure: put no secret into it, but read one where it is used, such as from a key vault.',
  );

/** All of them, in order: a client hears of everything at once. */
export const together = (...findings: Findings[]): Findings => ({
  errors: findings.flatMap(({ errors }) => errors),
  warnings: findings.flatMap(({ warnings }) => warnings),
});
