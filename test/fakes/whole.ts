/** Whether sweeps are tried whole, as `npm run trust` has them; in `npm test` they are bounded. */
export const isWhole = process.env.LAMBDA_RELEASE_TEST === 'whole';
