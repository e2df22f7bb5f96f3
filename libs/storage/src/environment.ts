import { StorageError } from './errors.ts';
import type { Links } from './links/links.ts';
import { openLocalStore } from './local/open.ts';
import { openS3Store } from './s3/open.ts';
import type { ObjectStore } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The store that the environment names: a bucket if `S3_BUCKET` is set (the other `S3_*` variables are in the README),
 * else the local folder.
 *
 * @throws StorageError `misconfigured`, which names the variable, and what opening the store throws
 */
export async function openStore(environment: Environment, folder: string, links: Links): Promise<ObjectStore> {
  const { S3_BUCKET: bucket, S3_REGION: region = 'us-east-1', S3_ENDPOINT: endpoint } = environment;
  if (!bucket) {
    const other = Object.keys(environment).find((name) => name.startsWith('S3_') && environment[name]);
    if (other !== undefined) throw misconfigured(`${other} is set but S3_BUCKET is not; set both or neither.`);
    return openLocalStore(folder, links);
  }
  const accessKeyId = environment['S3_ACCESS_KEY_ID'];
  const secretAccessKey = environment['S3_SECRET_ACCESS_KEY'];
  if (!accessKeyId !== !secretAccessKey) {
    throw misconfigured('Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither to use those of the AWS SDK.');
  }
  const options = {
    bucket,
    region,
    ...(endpoint && { endpoint }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    // Servers other than Amazon's rarely have a name for every bucket.
    pathStyle: choice(environment, 'S3_PATH_STYLE', ['true', 'false'], endpoint ? 'true' : 'false') === 'true',
    downloads: choice(environment, 'S3_DOWNLOADS', ['api', 'bucket'], 'api'),
  };
  return openS3Store(options, links);
}

function choice<T extends string>(environment: Environment, name: string, values: readonly T[], otherwise: T): T {
  const text = environment[name] || otherwise;
  const value = values.find((each) => each === text);
  if (value === undefined) throw misconfigured(`${name} is ${JSON.stringify(text)}; use ${values.join(' or ')}.`);
  return value;
}

const misconfigured = (message: string): StorageError => new StorageError('misconfigured', message);
