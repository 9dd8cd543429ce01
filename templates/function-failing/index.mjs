// The same function after an unlucky change: it now trusts every event to carry an order with items, and some do not.
export async function handler(event, context) {
  const items = event.order.items.length;
  return {
    statusCode: 200,
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({message: `Hello, ${event.name ?? 'world'}!`, items, version: context.functionVersion}),
  };
}
