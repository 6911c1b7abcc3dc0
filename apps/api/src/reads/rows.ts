export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

export interface PrincipalRow {
  id: string;
  kind: 'USER' | 'BOT' | 'SYSTEM';
  displayName: string;
}
