import {BaseCommand} from '../../lib/cli/base-command.js';
import {saidSettings} from '../../lib/cli/environment/said-settings.js';
import {awsFlags, recordFlag} from '../../lib/cli/flags/flags.js';
import {publishFlags} from '../../lib/cli/flags/release.js';
import {rolloutFlags} from '../../lib/cli/flags/rollout.js';
import {type SettingsReport, settingsText} from '../../lib/report/result/config/settings-text.js';
import {settingsInForce} from '../../lib/service/environment/settings-in-force.js';

export default class ConfigShow extends BaseCommand<SettingsReport> {
  static override summary = 'Every setting that a release would go by, and where its value comes from.';
  static override description =
    'A flag goes before a LAMBDA_RELEASE_ variable, that before the environment, the environment before the rest of the release file, ' +
    'and that before the default. Asks AWS nothing. Values of environment variables and addresses with a secret in them are not shown.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --environment production --json',
  ];
  static override flags = {
    ...awsFlags,
    ...rolloutFlags,
    bucket: publishFlags.bucket,
    prefix: publishFlags.prefix,
    record: recordFlag(),
  };

  async run(): Promise<SettingsReport> {
    const {flags, raw} = await this.parse(ConfigShow);
    const said = saidSettings({flags: ConfigShow.flags, raw, environment: process.env});
    const {config, environment} = flags;
    return settingsInForce({config, environment, said}, {folder: process.cwd(), environment: process.env});
  }

  protected toText(report: SettingsReport): string {
    return settingsText(report);
  }
}
