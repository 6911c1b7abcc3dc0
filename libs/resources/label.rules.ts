const labelKey =
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?$/;
const labelValue = /^([a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?)?$/;

/** Whether Kubernetes can give a node this label. */
export const isLabel = (key: string, value: string): boolean =>
  labelKey.test(key) && labelValue.test(value);

export const noLabelMessage =
  'is no Kubernetes label: at most 63 letters, digits, - _ and . on either side.';
