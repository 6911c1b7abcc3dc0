/** The principals that the initial migration makes. */
export const armaturePrincipalId = '00000000-0000-7000-8000-000000000001';
export const azurePrincipalId = '00000000-0000-7000-8000-000000000002';
