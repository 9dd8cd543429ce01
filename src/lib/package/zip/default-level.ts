/**
 * On zlib's scale, 0 (stored) to 9 (smallest). Of a node_modules, Node's zlib makes a little less at 4 than Info-ZIP at its own default, 6,
 * and needs two thirds of the time of its own 6.
 */
export const DEFAULT_LEVEL = 4;
