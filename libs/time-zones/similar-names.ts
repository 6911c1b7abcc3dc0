import { mostAlike } from '#libs/kernel';
import { currentNames } from './canonical-name.js';
import { windowsZones } from './windows-zones.js';

/** Up to three names of zones, IANA's and Windows', that share most pairs of letters with what was written. */
export const similarNames = (written: string): string[] =>
  mostAlike(new Set([...currentNames(), ...windowsZones().clocks.keys()]), written);
