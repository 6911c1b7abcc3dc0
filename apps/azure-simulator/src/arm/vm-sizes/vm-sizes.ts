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
  /** USD an hour: Linux dedicated. */
  price: number;
}

type Row = [
  name: string,
  vCpus: number,
  gpus: number,
  memoryGb: number,
  volumeGb: number,
  price: number,
];

/** Sizes by family; the family's name is what quota is counted by. Prices are for trying out, not Azure's of today. */
const families: Readonly<Record<string, readonly Row[]>> = {
  standardDv2Family: [
    ['Standard_D1_v2', 1, 0, 3.5, 50, 0.07],
    ['Standard_D2_v2', 2, 0, 7, 100, 0.14],
    ['Standard_D3_v2', 4, 0, 14, 200, 0.28],
    ['Standard_D4_v2', 8, 0, 28, 400, 0.56],
    ['Standard_D5_v2', 16, 0, 56, 800, 1.12],
    ['Standard_D11_v2', 2, 0, 14, 100, 0.18],
    ['Standard_D12_v2', 4, 0, 28, 200, 0.37],
    ['Standard_D13_v2', 8, 0, 56, 400, 0.74],
    ['Standard_D14_v2', 16, 0, 112, 800, 1.48],
  ],
  standardDSv2Family: [
    ['Standard_DS1_v2', 1, 0, 3.5, 7, 0.07],
    ['Standard_DS2_v2', 2, 0, 7, 14, 0.14],
    ['Standard_DS3_v2', 4, 0, 14, 28, 0.29],
    ['Standard_DS4_v2', 8, 0, 28, 56, 0.58],
    ['Standard_DS5_v2', 16, 0, 56, 112, 1.17],
    ['Standard_DS11_v2', 2, 0, 14, 28, 0.18],
    ['Standard_DS12_v2', 4, 0, 28, 56, 0.37],
  ],
  standardDSv3Family: [
    ['Standard_D2s_v3', 2, 0, 8, 16, 0.1],
    ['Standard_D4s_v3', 4, 0, 16, 32, 0.19],
    ['Standard_D8s_v3', 8, 0, 32, 64, 0.38],
    ['Standard_D16s_v3', 16, 0, 64, 128, 0.77],
  ],
  standardDDSv4Family: [
    ['Standard_D4ds_v4', 4, 0, 16, 150, 0.23],
    ['Standard_D8ds_v4', 8, 0, 32, 300, 0.45],
  ],
  standardESv3Family: [
    ['Standard_E4s_v3', 4, 0, 32, 64, 0.25],
    ['Standard_E8s_v3', 8, 0, 64, 128, 0.5],
  ],
  standardFSv2Family: [
    ['Standard_F2s_v2', 2, 0, 4, 16, 0.09],
    ['Standard_F4s_v2', 4, 0, 8, 32, 0.17],
    ['Standard_F16s_v2', 16, 0, 32, 128, 0.68],
  ],
  standardNCFamily: [
    ['Standard_NC6', 6, 1, 56, 340, 0.9],
    ['Standard_NC12', 12, 2, 112, 680, 1.8],
    ['Standard_NC24', 24, 4, 224, 1440, 3.6],
  ],
  standardNCSv3Family: [
    ['Standard_NC6s_v3', 6, 1, 112, 736, 3.06],
    ['Standard_NC12s_v3', 12, 2, 224, 1474, 6.12],
    ['Standard_NC24s_v3', 24, 4, 448, 2948, 12.24],
    ['Standard_NC24rs_v3', 24, 4, 448, 2948, 13.46],
  ],
  standardNCASv3_T4Family: [
    ['Standard_NC4as_T4_v3', 4, 1, 28, 176, 0.53],
    ['Standard_NC16as_T4_v3', 16, 1, 110, 352, 1.2],
    ['Standard_NC64as_T4_v3', 64, 4, 440, 2816, 4.35],
  ],
  standardNCADSA100v4Family: [['Standard_NC24ads_A100_v4', 24, 1, 220, 64, 3.67]],
  standardNDAMSv4_A100Family: [['Standard_ND96amsr_A100_v4', 96, 8, 1900, 6400, 32.77]],
  standardNVFamily: [['Standard_NV6', 6, 1, 56, 340, 1.14]],
};

/** What AmlCompute takes where the request names no size (or Azure ignored it). */
export const defaultVmSize = 'Standard_DS3_v2';

export const vmSizes: readonly VmSize[] = Object.entries(families).flatMap(([family, rows]) =>
  rows.map(([name, vCpus, gpus, memoryGb, resourceVolumeGb, price]) => ({
    name,
    family,
    vCpus,
    gpus,
    memoryGb,
    resourceVolumeGb,
    lowPriorityCapable: family !== 'standardNDAMSv4_A100Family',
    premiumIo: /s_v\d$|^Standard_DS/.test(name),
    price,
  })),
);

const byName = new Map(vmSizes.map((size) => [size.name.toLowerCase(), size]));

/** Any case; undefined where there is no such size. */
export const findVmSize = (name: string): VmSize | undefined => byName.get(name.toLowerCase());

/** The largest sizes come as clusters only; which ones do in Azure differs by region. */
export const supportsInstances = ({ family }: VmSize): boolean =>
  family !== 'standardNDAMSv4_A100Family';

export const vmFamilies: readonly string[] = Object.keys(families);
