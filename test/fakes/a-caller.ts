import type {CredentialLifetime, CredentialsPort} from '../../src/lib/ports/credentials.js';
import type {Bypass, TriggersPort} from '../../src/lib/ports/lambda/triggers.js';

interface Callers {
  readonly credentials: CredentialsPort;
  readonly triggers: TriggersPort;
}

/** Credentials that last, or as told, and triggers that all go through the alias, or as told; nothing of it warns by itself. */
export function quietCallers(
  lifetime: CredentialLifetime = {kind: 'permanent'},
  listBypasses: () => Promise<readonly Bypass[]> = async () => [],
): Callers {
  return {
    credentials: {lifetime: async () => lifetime},
    triggers: {
      listBypasses,
      listHttpCallers: async () => [],
      listEventSources: async () => [],
      urlAuthType: async () => undefined,
    },
  };
}
