// Answers with a greeting and the version that served it. A real handler: change it, then run "lambda-release deploy".
export async function handler(event, context) {
  const name = event?.name ?? 'world';
  return {
    statusCode: 200,
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({message: `Hello, ${name}!`, version: context.functionVersion}),
  };
}
