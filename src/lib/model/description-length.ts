/** The description of a function, a version, an alias or a layer has at most as many characters (Lambda API reference, Description). */
export const MAX_DESCRIPTION_LENGTH = 256;
