import type {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import type {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import type {CloudFormationClient} from '@aws-sdk/client-cloudformation';
import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import type {ECRClient} from '@aws-sdk/client-ecr';
import type {EventBridgeClient} from '@aws-sdk/client-eventbridge';
import type {IAMClient} from '@aws-sdk/client-iam';
import type {LambdaClient} from '@aws-sdk/client-lambda';
import type {S3Client} from '@aws-sdk/client-s3';
import type {SchedulerClient} from '@aws-sdk/client-scheduler';
import type {SFNClient} from '@aws-sdk/client-sfn';
import type {SignerClient} from '@aws-sdk/client-signer';
import type {SSMClient} from '@aws-sdk/client-ssm';
import type {STSClient} from '@aws-sdk/client-sts';
import type {XRayClient} from '@aws-sdk/client-xray';

/** A client beside the module its commands come from: neither is loaded before the first call of that service. */
export interface Service<Client, Sdk> {
  readonly client: Client;
  readonly sdk: Sdk;
}

export type RestApisService = Service<APIGatewayClient, typeof import('@aws-sdk/client-api-gateway')>;
export type ApisService = Service<ApiGatewayV2Client, typeof import('@aws-sdk/client-apigatewayv2')>;
export type CloudFormationService = Service<CloudFormationClient, typeof import('@aws-sdk/client-cloudformation')>;
export type EcrService = Service<ECRClient, typeof import('@aws-sdk/client-ecr')>;
export type IamService = Service<IAMClient, typeof import('@aws-sdk/client-iam')>;
export type LambdaService = Service<LambdaClient, typeof import('@aws-sdk/client-lambda')>;
export type LogsService = Service<CloudWatchLogsClient, typeof import('@aws-sdk/client-cloudwatch-logs')>;
export type CloudWatchService = Service<CloudWatchClient, typeof import('@aws-sdk/client-cloudwatch')>;
export type EventsService = Service<EventBridgeClient, typeof import('@aws-sdk/client-eventbridge')>;
export type S3Service = Service<S3Client, typeof import('@aws-sdk/client-s3')>;
export type SchedulerService = Service<SchedulerClient, typeof import('@aws-sdk/client-scheduler')>;
export type SfnService = Service<SFNClient, typeof import('@aws-sdk/client-sfn')>;
export type SignerService = Service<SignerClient, typeof import('@aws-sdk/client-signer')>;
export type SsmService = Service<SSMClient, typeof import('@aws-sdk/client-ssm')>;
export type StsService = Service<STSClient, typeof import('@aws-sdk/client-sts')>;
export type XRayService = Service<XRayClient, typeof import('@aws-sdk/client-xray')>;
