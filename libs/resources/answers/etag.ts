/** What clients send back as `ifMatch`: changes with every change of desired state, and with nothing else. */
export const etagOf = ({ version }: { version: number }): string => String(version);
