/** Where a function is in a VPC; without subnets it is in none. */
export interface VpcSettings {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6: boolean;
}

/** A file system of EFS or S3 Files and where handlers find it. */
export interface FileSystemMount {
  readonly arn: string;
  readonly mountPath: string;
}

/** How a function logs. Levels belong to the format JSON. */
export interface LoggingSettings {
  readonly format?: string;
  readonly logGroup?: string;
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

/** What goes before the settings of the same name in an image. What is absent is the image's own. */
export interface ImageSettings {
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
}
