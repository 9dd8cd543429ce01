/** Below this a value is a flag such as `1` or `eu`: no secret, and taking it out would make nonsense of the sentence. */
const SHORTEST_SECRET = 4;
/** Words that configuration is made of, and every log line too: taken out of `"ok":true` they hide nothing. */
const PLAIN_WORD =
  /^(true|false|null|none|auto|info|warn|warning|error|debug|trace|fatal|json|text|test|prod|production|staging|development|enabled|disabled)$/i;

/** What must never reach a terminal or a log, and what stands in its place. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Lambda's 4 KB error repeats the whole environment: "… exceeded the 4KB limit. String measured: {…}".
  [/String measured:[\s\S]*$/, 'String measured: [environment removed]'],
  // A ValidationException repeats the refused value: "Value '{KEY=secret}' at 'environment.variables' failed …".
  [/Value '[\s\S]*' at 'environment/g, "Value [removed] at 'environment"],
  // The query of a presigned URL (GetFunction's Code.Location) is good for ten minutes for whoever has it.
  [/\?[^\s"'<>]*X-Amz-[^\s"'<>]*/gi, '?[signature removed]'],
  [/\bX-Amz-(?:Signature|Credential|Security-Token)=[^\s&"'<>]+/gi, '[signature removed]'],
  [/\bAWS4-HMAC-SHA256\b[^\n]*/g, '[signature removed]'],
  // A proxy or an endpoint with a user and a password in it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, '$1'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '[access key removed]'],
  [/\b(?:IQoJ|FwoG|FQoG)[A-Za-z0-9+/=]{40,}/g, '[session token removed]'],
  [
    /\b(aws_?(?:secret_?access_?key|session_?token)|secretAccessKey|sessionToken)(["']?\s*[=:]\s*)["']?[^\s"',;]+["']?/gi,
    '$1$2[removed]',
  ],
];

/**
 * The text without environment echoes, presigned URLs, keys and tokens. `secrets` are values known to the caller (the
 * environment it sent): they are taken out wherever they stand, also as JSON escapes them.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  // Longest first: a secret that contains another one must go as a whole.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length < SHORTEST_SECRET || PLAIN_WORD.test(secret)) continue;
    const escaped = JSON.stringify(secret).slice(1, -1);
    clean = clean.replaceAll(secret, '[removed]').replaceAll(escaped, '[removed]');
  }
  return PATTERNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), clean);
}
