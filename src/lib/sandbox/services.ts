import type {LambdaService} from './lambda/lambda-service.js';
import type {ServiceName} from './request-router.js';
import type {SandboxService} from './service.js';

/** What one world answers with, by service. */
export interface Services extends Readonly<Record<Exclude<ServiceName, 'lambda'>, SandboxService>> {
  readonly lambda: LambdaService;
}
