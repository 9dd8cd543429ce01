/** The instruction sets Lambda has a price for. */
type PricedArchitecture = 'x86_64' | 'arm64';

/** What Lambda asks in one region for one architecture, in US dollars, before any tier, free tier or savings plan. */
export interface LambdaPrice {
  /** A million requests. */
  readonly perMillionRequests: number;
  /** A GB-second of memory while a request is answered. */
  readonly perGbSecond: number;
  /** The same in an environment of provisioned concurrency. */
  readonly perGbSecondProvisioned: number;
  /** A GB-second of memory kept ready by provisioned concurrency, answering or not. */
  readonly perGbSecondReady: number;
  /** A GB-second of `/tmp` above the 512 MB that every environment has. */
  readonly perGbSecondStorage: number;
}

/** When the table below was last compared with AWS's, to be said beside every sum made of it. */
export const PRICES_OF = '2025-10-01';

/**
 * Dollars a million requests; then millionths of a dollar a GB-second. Source: AWS's price list of AWSLambda, first tier, as of
 * 2025-10-01 for us-east-1; for the other regions the figures of AWS's pricing calculator.
 */
type Row = readonly [
  requests: number,
  x86: number,
  arm: number,
  provisionedX86: number,
  readyX86: number,
  storage: number,
];

const ROWS: Readonly<Record<string, Row>> = {
  'af-south-1': [0.27, 22.1, 17.68, 12.9, 5.53, 0.0404],
  'ap-east-1': [0.28, 22.92, 18.3, 13.3358, 5.7153, 0.0407],
  'ap-northeast-1': [0.2, 16.6667, 13.3334, 12.5615, 5.3835, 0.037],
  'ap-northeast-2': [0.2, 16.6667, 13.3334, 11.9592, 5.1254, 0.0352],
  'ap-northeast-3': [0.2, 16.6667, 13.3334, 12.5615, 5.3835, 0.037],
  'ap-south-1': [0.2, 16.6667, 13.3334, 10.4966, 4.4985, 0.0352],
  'ap-southeast-1': [0.2, 16.6667, 13.3334, 12.1313, 5.1991, 0.037],
  'ap-southeast-2': [0.2, 16.6667, 13.3334, 12.2173, 5.236, 0.037],
  'ap-southeast-4': [0.2, 16.6667, 13.3334, 12.2173, 5.236, 0.037],
  'ap-southeast-5': [0.18, 15, 12, 10.9181, 4.6791, 0.0333],
  'ca-central-1': [0.2, 16.6667, 13.3334, 10.8407, 4.646, 0.034],
  'eu-central-1': [0.2, 16.6667, 13.3334, 11.7011, 5.0147, 0.0367],
  'eu-central-2': [0.22, 18.3334, 14.6667, 12.8712, 5.5162, 0.0441],
  'eu-north-1': [0.2, 16.6667, 13.3334, 10.3245, 4.4248, 0.0323],
  'eu-south-1': [0.23, 19.5172, 15.6138, 11.3827, 4.8783, 0.0357],
  'eu-west-1': [0.2, 16.6667, 13.3334, 10.8407, 4.646, 0.034],
  'eu-west-2': [0.2, 16.6667, 13.3334, 11.2709, 4.8304, 0.0358],
  'eu-west-3': [0.2, 16.6667, 13.3334, 11.3569, 4.8673, 0.0358],
  'me-south-1': [0.25, 20.6667, 16.5334, 11.9251, 5.1108, 0.0374],
  'sa-east-1': [0.2, 16.6667, 13.3334, 15.4867, 6.6372, 0.0586],
  'us-east-1': [0.2, 16.6667, 13.3334, 9.7222, 4.1667, 0.0309],
  'us-east-2': [0.2, 16.6667, 13.3334, 9.7222, 4.1667, 0.0309],
  'us-west-1': [0.2, 16.6667, 13.3334, 11.443, 4.9041, 0.037],
  'us-west-2': [0.2, 16.6667, 13.3334, 9.7222, 4.1667, 0.0309],
};

/** In us-east-1 provisioned concurrency on arm64 costs a fifth less, as requests do; the other regions are taken to be alike. */
const ARM_SHARE = 0.8;
const MILLIONTH = 1e-6;

/** What Lambda asks in a region for an architecture; `undefined` where this table has neither. */
export function lambdaPrice(region: string, architecture: string): LambdaPrice | undefined {
  const row = Object.hasOwn(ROWS, region) ? ROWS[region] : undefined;
  if (!row || !isPriced(architecture)) return undefined;
  const [requests, x86, arm, provisionedX86, readyX86, storage] = row;
  const share = architecture === 'arm64' ? ARM_SHARE : 1;
  return {
    perMillionRequests: requests,
    perGbSecond: (architecture === 'arm64' ? arm : x86) * MILLIONTH,
    perGbSecondProvisioned: provisionedX86 * share * MILLIONTH,
    perGbSecondReady: readyX86 * share * MILLIONTH,
    perGbSecondStorage: storage * MILLIONTH,
  };
}

function isPriced(architecture: string): architecture is PricedArchitecture {
  return architecture === 'x86_64' || architecture === 'arm64';
}
