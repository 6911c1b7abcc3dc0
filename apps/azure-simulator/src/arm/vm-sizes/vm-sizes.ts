/** A VM size as the vmSizes operation tells of it. */
export interface VmSize {
  name: string;
  family: string;
  vCpus: number;
  gpus: number;
  memoryGb: number;
  resourceVolumeGb: number;
  lowPriorityCapable: boolean;
  premiumIo: boolean;
}

type Row = [name: string, vCpus: number, gpus: number, memoryGb: number, volumeGb: number];

/** Sizes by family; the family's name is what quota is counted by. */
const families: Readonly<Record<string, readonly Row[]>> = {
  standardDv2Family: [
    ['Standard_D1_v2', 1, 0, 3.5, 50],
    ['Standard_D2_v2', 2, 0, 7, 100],
    ['Standard_D3_v2', 4, 0, 14, 200],
    ['Standard_D4_v2', 8, 0, 28, 400],
    ['Standard_D5_v2', 16, 0, 56, 800],
    ['Standard_D11_v2', 2, 0, 14, 100],
    ['Standard_D12_v2', 4, 0, 28, 200],
    ['Standard_D13_v2', 8, 0, 56, 400],
    ['Standard_D14_v2', 16, 0, 112, 800],
  ],
  standardDSv2Family: [
    ['Standard_DS1_v2', 1, 0, 3.5, 7],
    ['Standard_DS2_v2', 2, 0, 7, 14],
    ['Standard_DS3_v2', 4, 0, 14, 28],
    ['Standard_DS4_v2', 8, 0, 28, 56],
    ['Standard_DS5_v2', 16, 0, 56, 112],
    ['Standard_DS11_v2', 2, 0, 14, 28],
    ['Standard_DS12_v2', 4, 0, 28, 56],
  ],
  standardDSv3Family: [
    ['Standard_D2s_v3', 2, 0, 8, 16],
    ['Standard_D4s_v3', 4, 0, 16, 32],
    ['Standard_D8s_v3', 8, 0, 32, 64],
    ['Standard_D16s_v3', 16, 0, 64, 128],
  ],
  standardDDSv4Family: [
    ['Standard_D4ds_v4', 4, 0, 16, 150],
    ['Standard_D8ds_v4', 8, 0, 32, 300],
  ],
  standardESv3Family: [
    ['Standard_E4s_v3', 4, 0, 32, 64],
    ['Standard_E8s_v3', 8, 0, 64, 128],
  ],
  standardFSv2Family: [
    ['Standard_F2s_v2', 2, 0, 4, 16],
    ['Standard_F4s_v2', 4, 0, 8, 32],
    ['Standard_F16s_v2', 16, 0, 32, 128],
  ],
  standardNCFamily: [
    ['Standard_NC6', 6, 1, 56, 340],
    ['Standard_NC12', 12, 2, 112, 680],
    ['Standard_NC24', 24, 4, 224, 1440],
  ],
  standardNCSv3Family: [
    ['Standard_NC6s_v3', 6, 1, 112, 736],
    ['Standard_NC12s_v3', 12, 2, 224, 1474],
    ['Standard_NC24s_v3', 24, 4, 448, 2948],
    ['Standard_NC24rs_v3', 24, 4, 448, 2948],
  ],
  standardNCASv3_T4Family: [
    ['Standard_NC4as_T4_v3', 4, 1, 28, 176],
    ['Standard_NC16as_T4_v3', 16, 1, 110, 352],
    ['Standard_NC64as_T4_v3', 64, 4, 440, 2816],
  ],
  standardNCADSA100v4Family: [['Standard_NC24ads_A100_v4', 24, 1, 220, 64]],
  standardNDAMSv4_A100Family: [['Standard_ND96amsr_A100_v4', 96, 8, 1900, 6400]],
  standardNDSH100v5Family: [['Standard_ND96isr_H100_v5', 96, 8, 1900, 28000]],
  standardNVFamily: [['Standard_NV6', 6, 1, 56, 340]],
};

/** What AmlCompute takes where the request names no size (or Azure ignored it). */
export const defaultVmSize = 'Standard_DS3_v2';

export const vmSizes: readonly VmSize[] = Object.entries(families).flatMap(([family, rows]) =>
  rows.map(([name, vCpus, gpus, memoryGb, resourceVolumeGb]) => ({
    name,
    family,
    vCpus,
    gpus,
    memoryGb,
    resourceVolumeGb,
    lowPriorityCapable: family !== 'standardNDAMSv4_A100Family',
    premiumIo: /s_v\d$|^Standard_DS/.test(name),
  })),
);

const byName = new Map(vmSizes.map((size) => [size.name.toLowerCase(), size]));

/** Any case; undefined where there is no such size. */
export const findVmSize = (name: string): VmSize | undefined => byName.get(name.toLowerCase());

/** The largest sizes come as clusters only; which ones do in Azure differs by region. */
export const supportsInstances = ({ family }: VmSize): boolean =>
  family !== 'standardNDAMSv4_A100Family';

export const vmFamilies: readonly string[] = Object.keys(families);
