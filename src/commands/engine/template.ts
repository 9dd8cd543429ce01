import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags} from '../../lib/cli/flags/flags.js';
import {type EngineTemplateReport, templateText} from '../../lib/report/result/engine/template-text.js';
import {printTemplate} from '../../lib/service/engine/template.js';

export default class EngineTemplate extends BaseCommand<EngineTemplateReport> {
  static override summary = 'Print what the engine is made of, for whoever deploys it otherwise.';
  static override description =
    'Afterwards "engine install --skip-stack" releases the code of its function, which is not the template\'s.';
  static override examples = [
    {
      description: 'By the AWS CLI.',
      command:
        '<%= config.bin %> <%= command.id %> --out engine.yaml && aws cloudformation deploy --template-file engine.yaml --stack-name lambda-release-engine --capabilities CAPABILITY_IAM',
    },
    {
      description: 'What whoever installs it has to be allowed.',
      command: '<%= config.bin %> <%= command.id %> --format policy > policy.json',
    },
  ];
  static override flags = {
    format: Flags.string({
      summary: 'What to print.',
      description:
        "cloudformation: the template, YAML. asl: the state machine alone, JSON, with a placeholder for the ARN of the function's alias. " +
        "policy: what whoever installs it has to be allowed, for the caller's account and region.",
      options: ['cloudformation', 'asl', 'policy'],
      default: 'cloudformation',
    }),
    partition: Flags.string({
      summary: 'Partition of AWS that it is for.',
      options: ['aws', 'aws-cn', 'aws-us-gov'],
      default: 'aws',
    }),
    out: Flags.string({summary: 'Write it to this file instead.', helpValue: 'FILE'}),
    ...awsFlags,
  };

  protected override readonly isOurText = false;

  async run(): Promise<EngineTemplateReport> {
    const {flags} = await this.parse(EngineTemplate);
    const {version} = this.config;
    return this.serve(flags, (session, signal) => printTemplate(session, flags, version, signal));
  }

  protected toText(report: EngineTemplateReport): string {
    return templateText(report);
  }
}
