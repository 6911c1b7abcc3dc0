/** What a client needs to know; also the JSON line that the command prints. */
export interface SimulatorAddress {
  armEndpoint: string;
  identityEndpoint: string;
  identityHeader: string;
  caFile: string;
  subscriptionId: string;
  /** Of everybody who is there. */
  tenantId: string;
  controlEndpoint: string;
}
