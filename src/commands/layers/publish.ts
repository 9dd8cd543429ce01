import {Args, Flags} from '@oclif/core';
import {BaseCommand, type Session} from '../../lib/cli/base-command.js';
import {awsFlags, configFlag, dryRunFlag, journalFlag} from '../../lib/cli/flags.js';
import {packagingFlags} from '../../lib/cli/packaging-flags.js';
import {publishFlags} from '../../lib/cli/release-flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {findReleaseFile} from '../../lib/config/load-release-file.js';
import {publishLayer} from '../../lib/execute/publish/layer.js';
import {observeLayer} from '../../lib/observe/publish/layer.js';
import {type BuiltLayer, buildLayer} from '../../lib/package/layer/build-layer.js';
import type {ArtifactPlace} from '../../lib/plan/publish/code-step.js';
import {planLayer} from '../../lib/plan/publish/layer.js';
import {type LayerPreview, toLayerPreview} from '../../lib/plan/publish/preview.js';
import {bucketRefusals} from '../../lib/plan/publish/size-refusals.js';
import {requireNoRefusals} from '../../lib/plan/refusal.js';
import {type LayerReport, layerPreviewText, layerReportText} from '../../lib/report/result/publish/layer-text.js';
import {toArtifacts} from '../../lib/service/publish/publish.js';
import {layerTarget} from '../../lib/service/versions/layer-target.js';

interface LayersPublishResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plan?: LayerPreview;
  readonly layer?: LayerReport;
  readonly packages: BuiltLayer['packages'];
}

export default class LayersPublish extends BaseCommand<LayersPublishResult> {
  static override summary = 'Publish the dependencies of a folder or function as a layer; no function is touched.';
  static override description =
    'Production dependencies of package-lock.json, or of requirements.txt as pip installed them, in the layout Lambda ' +
    'wants. When AWS has a version of exactly this content, nothing is sent and that version is the result. The same ' +
    'happens by itself in "publish" and "deploy" for functions with "layer" in the release file.';
  static override examples = [
    {description: 'Of a folder.', command: '<%= config.bin %> <%= command.id %> . --name dependencies'},
    {description: 'Of a function of release.yml.', command: '<%= config.bin %> <%= command.id %> checkout'},
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
    runtime: publishFlags.runtime,
    architecture: publishFlags.architecture,
    'allow-secret': packagingFlags['allow-secret'],
    bucket: publishFlags.bucket,
    prefix: publishFlags.prefix,
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    journal: journalFlag,
  };

  async run(): Promise<LayersPublishResult> {
    const {args, flags} = await this.parse(LayersPublish);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const {name: functionName, source: sourceDir, ...target} = layerTarget(args.source, file, flags);
    return withSignals(async (signal) => {
      const built = await buildLayer({...target, functionName, sourceDir, sink: session.sink, signal});
      const step = await planned(session, built, toArtifacts(flags, file?.artifacts), signal);
      const {packages, zip} = built;
      if (flags['dry-run']) return {dryRun: true, plan: toLayerPreview(step), packages};
      const layer = await publishLayer({...session, events: session.sink}, {functionName, step, zip}, signal);
      return {dryRun: false, layer, packages};
    });
  }

  protected toText({plan, layer}: LayersPublishResult): string {
    if (plan) return layerPreviewText(plan);
    return layer ? `${layerReportText(layer)}\n  ${layer.arn}` : '';
  }
}

async function planned(session: Session, built: BuiltLayer, artifacts: ArtifactPlace | undefined, signal: AbortSignal) {
  const {name: layerName, codeSha256} = built;
  requireNoRefusals(bucketRefusals(`layer ${layerName}`, built.zippedBytes, artifacts));
  return planLayer(built, await observeLayer(session, {layerName, codeSha256}, signal), artifacts);
}
