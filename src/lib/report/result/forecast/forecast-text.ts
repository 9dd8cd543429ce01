import type {CiJob} from '../../../model/ci-job.js';
import {formatDuration} from '../../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import {formatSteps} from '../../../model/rollout/step.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import type {ExpectedTraffic} from '../../../plan/forecast/expected-traffic.js';
import type {Forecast, ForeseenStep} from '../../../plan/forecast/forecast.js';
import {bypassText} from '../../../plan/forecast/warnings.js';
import type {PublishPreview} from '../../../plan/publish/preview.js';
import type {Refusal} from '../../../plan/refusal.js';
import type {CredentialLifetime} from '../../../ports/credentials.js';
import type {Bypass} from '../../../ports/lambda/triggers.js';
import {formatCount} from '../../number-text.js';
import {formatFields, formatTable} from '../../table.js';
import {publishPreviewText} from '../publish/publish-text.js';
import {type RolloutPreview, sameCodeText, servesText} from '../rollout/rollout-plan-text.js';
import {type TrainPreview, trainPlanText} from '../train/train-plan-text.js';

/** What the release of one function would be, and what speaks against it. */
export interface FunctionForecast extends AliasRef {
  /** Absent when a published version is planned, or something speaks against publishing. */
  readonly publish?: PublishPreview;
  /** Absent when something speaks against it. */
  readonly rollout?: RolloutPreview;
  readonly refusals: readonly Refusal[];
  /** Absent when no traffic would move in steps, or the alias is not there. */
  readonly forecast?: Forecast;
  /** Triggers that go past the alias; absent when they were not looked at. */
  readonly bypasses?: readonly Bypass[];
}

/** A whole planned release. Times in milliseconds, of all functions. */
export interface ReleaseForecast {
  /** Present when they are released as one. */
  readonly train?: TrainPreview;
  readonly functions: readonly FunctionForecast[];
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly credentials: CredentialLifetime;
  /** Absent outside of CI. */
  readonly job?: CiJob;
}

/** A planned release for people. */
export function releaseForecastText({functions, train, credentials, job, ...times}: ReleaseForecast): string {
  const moves = functions.some(({forecast}) => forecast !== undefined);
  const process = formatFields([
    ['All of it takes', functions.length > 1 ? rangeText(times) : undefined],
    ['Credentials', credentialsText(credentials)],
    ['Job', job && jobText(job)],
  ]);
  const whole = train ? [trainPlanText(train)] : [];
  return [...whole, ...functions.map(functionText), ...(moves ? [process] : [])].join('\n\n');
}

function functionText(planned: FunctionForecast): string {
  const {publish, forecast, bypasses, refusals} = planned;
  const lines = [
    ...(publish ? [publishPreviewText(publish)] : []),
    headingText(planned),
    ...(forecast ? [forecastText(forecast, bypasses)] : []),
    ...refusals.map(({message}) => `  Refused: ${message}`),
  ];
  return lines.join('\n');
}

function headingText({rollout, ...ref}: FunctionForecast): string {
  const name = formatAliasRef(ref);
  switch (rollout?.action) {
    case 'rollout':
      return [
        `${name}: version ${rollout.candidate} over version ${rollout.stable}`,
        ...(rollout.sameCode && rollout.stable ? [`  Code  ${sameCodeText(rollout.stable)}`] : []),
      ].join('\n');
    case 'create-alias':
      return `${name} would be created with all traffic on version ${rollout.candidate}.`;
    case 'nothing':
      return `${nothingText(name, rollout)}; no traffic would move.`;
    default:
      return `${name}: refused`;
  }
}

function nothingText(name: string, {candidate, stable = candidate}: RolloutPreview): string {
  return servesText(name, {version: stable, ...(stable !== candidate && {asked: candidate})});
}

function forecastText(forecast: Forecast, bypasses: readonly Bypass[] | undefined): string {
  const {traffic, steps, expectedMs, detectableRate, detect, suggestion} = forecast;
  const table = formatTable(
    [
      {heading: 'step'},
      {heading: 'weight', align: 'right'},
      {heading: 'begins', align: 'right'},
      {heading: 'bakes', align: 'right'},
      {heading: 'candidate', align: 'right'},
      {heading: 'stable', align: 'right'},
      {heading: 'sees'},
    ],
    steps.map(stepCells),
    {indent: '  '},
  );
  const expected =
    expectedMs === undefined ? 'expected to run out of patience' : `expected ${formatDuration(expectedMs)}`;
  const fields = formatFields(
    [
      ['Takes', `${rangeText(forecast)}, ${expected}`],
      ['Traffic', trafficText(traffic)],
      [
        'Sees',
        detectableRate === undefined ? 'nothing with 95 % power' : `candidates that fail ${ratesFrom(detectableRate)}`,
      ],
      ['Wanted', detect === undefined ? undefined : `candidates that fail ${ratesFrom(detect)}`],
      ['Bypasses', bypasses ? bypassesText(bypasses) : 'not known: the triggers may not be read'],
      ['Rather', suggestion && `--steps "${formatSteps(suggestion.steps)}" (${formatDuration(suggestion.bakeMs)})`],
    ],
    '  ',
  );
  return steps.length > 0 ? `${table}\n${fields}` : fields;
}

function stepCells(step: ForeseenStep, index: number): readonly (string | undefined)[] {
  return [
    String(index + 1),
    formatWeightPercent(step.weightPercent),
    step.beginsMs === undefined ? undefined : `+${formatDuration(step.beginsMs)}`,
    formatDuration(step.bakeMs),
    formatCount(step.candidateInvocations),
    formatCount(step.stableInvocations),
    sightText(step),
  ];
}

function sightText({compared, blind, expectedMs, bakeMs, detectableRate}: ForeseenStep): string {
  if (expectedMs === undefined) return 'nothing: too little traffic';
  const waits = expectedMs > bakeMs ? `, after ${formatDuration(expectedMs)}` : '';
  if (!compared) return `only the absolute guard${waits}`;
  return blind || detectableRate === undefined ? `nothing: too short${waits}` : ratesFrom(detectableRate) + waits;
}

function trafficText({perMinute, errorRate, lastHourPerMinute, yesterdayPerMinute, basis}: ExpectedTraffic): string {
  if (basis === 'none') return 'none in the last hour';
  const yesterday = yesterdayPerMinute === undefined ? '' : `, this time yesterday ${rateText(yesterdayPerMinute)}`;
  return `about ${rateText(perMinute)} requests a minute, ${percent(errorRate)} fail (last hour ${rateText(lastHourPerMinute)}${yesterday})`;
}

function bypassesText(bypasses: readonly Bypass[]): string {
  return bypasses.length === 0 ? 'none: every trigger goes through an alias' : bypasses.map(bypassText).join('; ');
}

function credentialsText(credentials: CredentialLifetime): string {
  switch (credentials.kind) {
    case 'permanent':
      return 'do not expire';
    case 'renewed':
      return 'renewed by the AWS SDK as it goes';
    case 'until':
      return `until ${new Date(credentials.expiresMs).toISOString()}, renewed by nobody`;
    case 'unknown':
      return 'a session; nobody says when it ends';
  }
}

function jobText({system, limitMs, isExact}: CiJob): string {
  if (limitMs === undefined) return `${system}; it does not say how long a job may run`;
  return `${system} ends it after ${formatDuration(limitMs)}${isExact ? '' : ', sooner where it is told so'}`;
}

function rangeText({shortestMs, longestMs}: {readonly shortestMs: number; readonly longestMs: number}): string {
  return `${formatDuration(shortestMs)} to ${formatDuration(longestMs)}`;
}

function ratesFrom(rate: number): string {
  return `${percent(rate)} or more`;
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(2))}%`;
}

function rateText(perMinute: number): string {
  return perMinute >= 10 ? formatCount(perMinute) : String(Number(perMinute.toPrecision(2)));
}
