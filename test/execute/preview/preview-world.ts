import type {InvokeStatement} from '../../../src/lib/model/trigger/statement.js';
import type {AliasUrl, PreviewsPort} from '../../../src/lib/ports/lambda/previews.js';
import type {PoliciesPort} from '../../../src/lib/ports/triggers/policies.js';
import {CallGate} from '../../fakes/call-gate.js';
import {AliasWorld, FakeAliases} from '../../fakes/fake-aliases.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError} from '../../fakes/fake-functions.js';

/** What there is of one preview, whoever works on it. */
export class PreviewWorld {
  readonly aliases = new AliasWorld();
  readonly statements: InvokeStatement[] = [];
  url: AliasUrl | undefined;

  /** One process: its ports share a gate. */
  open() {
    const gate = new CallGate();
    return {gate, aliases: new FakeAliases(this.aliases, new FakeClock(), gate), ...this.#ports(gate)};
  }

  #ports(gate: CallGate): {readonly previews: PreviewsPort; readonly policies: PoliciesPort} {
    const previews: PreviewsPort = {
      getUrl: (_ref, signal) => gate.pass('getUrl', signal, () => this.url),
      createUrl: (_ref, authType, signal) =>
        gate.pass('createUrl', signal, () => {
          if (this.url) throw awsError('RESOURCE_CONFLICT');
          this.url = {url: 'https://abc.lambda-url.eu-west-1.on.aws/', authType};
          return this.url;
        }),
      deleteUrl: (_ref, signal) =>
        gate.pass('deleteUrl', signal, () => {
          this.url = undefined;
        }),
      removeStatement: (_ref, id, signal) =>
        gate.pass('removeStatement', signal, () => {
          const index = this.statements.findIndex(({statementId}) => statementId === id);
          if (index >= 0) this.statements.splice(index, 1);
        }),
      deleteAlias: (ref, signal) => gate.pass('deleteAlias', signal, () => this.aliases.delete(ref)),
    };
    const policies: PoliciesPort = {
      readPolicy: (_owner, signal) => gate.pass('readPolicy', signal, () => ({statements: [...this.statements]})),
      addStatement: (_owner, statement, _revisionId, signal) =>
        gate.pass('addStatement', signal, () => {
          if (this.statements.some(({statementId}) => statementId === statement.statementId))
            throw awsError('RESOURCE_CONFLICT');
          this.statements.push(statement);
        }),
    };
    return {previews, policies};
  }
}
