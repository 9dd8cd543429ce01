import fc from 'fast-check';

// Chance finds new cases where there is time for them; a change is not to fail for what it has not touched.
if (process.env.LAMBDA_RELEASE_TEST !== 'whole') fc.configureGlobal({seed: 20_260_101});
