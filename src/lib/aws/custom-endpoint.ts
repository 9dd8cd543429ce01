/** Buckets in the path of an address: bucket.localhost does not resolve everywhere, and a local endpoint has no certificate for it. */
export function usesPathStyle(config: object): boolean {
  return 'endpoint' in config || Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL);
}
