import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, eventFlags} from '../../lib/cli/flags/flags.js';
import {packagingFlags} from '../../lib/cli/flags/packaging.js';
import {publishFlags} from '../../lib/cli/flags/release.js';
import {layerPreviewText, layerReportText} from '../../lib/report/result/publish/layer-text.js';
import {type PublishLayerResult, publishDependencies} from '../../lib/service/versions/publish-layer.js';

export default class LayersPublish extends BaseCommand<PublishLayerResult> {
  static override summary = 'Publish the dependencies of a folder or function as a layer; no function is touched.';
  static override description =
    'Production dependencies of package-lock.json, pnpm-lock.yaml or yarn.lock, or of requirements.txt, uv.lock, poetry.lock or Pipfile.lock, as they are installed, in the layout Lambda ' +
    'wants. When AWS has a version of exactly this content, nothing is sent and that version is the result. The same ' +
    'happens by itself in "publish" and "deploy" for functions with "layer" in the release file.';
  static override examples = [
    {description: 'Of a folder.', command: '<%= config.bin %> <%= command.id %> . --name dependencies'},
    {description: 'Of a function of release.yml.', command: '<%= config.bin %> <%= command.id %> checkout'},
    {
      description: 'For another account and an organization.',
      command: '<%= config.bin %> <%= command.id %> checkout --share 222222222222 --share o-0123456789',
    },
    {
      description: 'Chosen packages, with what they need.',
      command: '<%= config.bin %> <%= command.id %> . --name images --include sharp',
    },
  ];
  static override args = {
    source: Args.string({
      description: 'Folder of the project, or function of the release file.',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    name: Flags.string({
      summary: 'Name of the layer on AWS; <function>-dependencies without it.',
      helpValue: 'NAME',
    }),
    include: Flags.string({
      summary: 'Package to take, with what it needs; all dependencies without it. May be given several times.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PACKAGE',
    }),
    share: Flags.string({
      summary:
        'Account or organization that may use it as well. May be given several times; nobody loses what they may do.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ACCOUNT|ORGANIZATION',
    }),
    runtime: publishFlags.runtime,
    architecture: publishFlags.architecture,
    'allow-secret': packagingFlags['allow-secret'],
    bucket: publishFlags.bucket,
    prefix: publishFlags.prefix,
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...eventFlags,
  };

  async run(): Promise<PublishLayerResult> {
    const {args, flags} = await this.parse(LayersPublish);
    return this.serve(flags, (session, signal) => publishDependencies(session, args.source, flags, signal));
  }

  protected toText({plan, layer}: PublishLayerResult): string {
    if (plan) return layerPreviewText(plan);
    return layer ? `${layerReportText(layer)}\n  ${layer.arn}` : '';
  }
}
