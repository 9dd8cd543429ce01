/** docs/exit-codes.md, from the table in src/lib/errors.ts. */
export function exitCodesPage(codes: Readonly<Record<number, {meaning: string; traffic: string}>>): string {
  const rows = Object.entries(codes).map(([code, {meaning, traffic}]) => `| ${code} | ${meaning} | ${traffic} |`);
  return [
    '# Exit codes',
    '',
    '<!-- Generated from src/lib/errors.ts by "npm run docs". -->',
    '',
    'The exit code says what happened and in what state the callers of the function are. With `--json` the same code is in',
    '`error.exitCode`, the state in `error.traffic`: `mixed` when several functions are in different ones, which the message names.',
    '',
    '| exit | meaning | traffic |',
    '| ---- | ------- | ------- |',
    ...rows,
    '',
  ].join('\n');
}
