/** So long a plan can be applied; after that prices, quota and rules are looked at anew, by another plan. */
export const planMinutes = 60;
