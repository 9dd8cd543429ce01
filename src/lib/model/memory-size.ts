/** Memory of a function in MB, in steps of one (AWS Lambda quotas: 128 MB to 10,240 MB). */
export const MIN_MEMORY_MB = 128;
export const MAX_MEMORY_MB = 10_240;
