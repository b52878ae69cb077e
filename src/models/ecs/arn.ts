/**
 * Names of ECS resources: the long ARN format (`arn:aws:ecs:<region>:<account>:task/<cluster>/<id>`), in force for
 * every account since 2021, and what requests may write instead: a short name, an id, `family`, `family:revision`.
 */
import { ACCOUNT_ID } from '../aws/account';

/** The cluster that requests mean when they name none. */
export const DEFAULT_CLUSTER = 'default';

const arn = (region: string, resource: string) => `arn:aws:ecs:${region}:${ACCOUNT_ID}:${resource}`;

export const clusterArn = (region: string, clusterName: string): string =>
  arn(region, `cluster/${clusterName}`);
export const taskDefinitionArn = (region: string, family: string, revision: number): string =>
  arn(region, `task-definition/${family}:${revision}`);

export const capacityProviderArn = (region: string, name: string): string =>
  arn(region, `capacity-provider/${name}`);

/** What lives in a cluster takes region and cluster name from the cluster's ARN. */
const within = (noun: string) => (cluster: string, id: string) =>
  cluster.replace(/:cluster\//, `:${noun}/`) + `/${id}`;
export const serviceArn: (clusterArn: string, serviceName: string) => string = within('service');
export const taskArn: (clusterArn: string, id: string) => string = within('task');
export const containerInstanceArn: (clusterArn: string, id: string) => string =
  within('container-instance');
export const containerArn: (clusterArn: string, taskId: string, id: string) => string = (
  cluster,
  taskId,
  id,
) => within('container')(cluster, `${taskId}/${id}`);

/** The last part of an ARN, or the short name itself: cluster name, service name, task id, instance id. */
export const nameOf = (arnOrName: string): string =>
  arnOrName.slice(arnOrName.lastIndexOf('/') + 1);

/** The record key `<cluster>/<name>` of something in a cluster, from its ARN. */
export const keyOfArn = (long: string): string => long.split('/').slice(1, 3).join('/');

/** `web`, `web:3` or the ARN -> family and revision; revision null means the latest ACTIVE one. */
export function parseTaskDefinitionName(
  name: string,
): { readonly family: string; readonly revision: number | null } | undefined {
  const match =
    /^(?:arn:[^:]+:ecs:[^:]+:[^:]+:task-definition\/)?([A-Za-z0-9_-]{1,255})(?::(\d+))?$/.exec(
      name,
    );
  const family = match?.[1];
  if (family === undefined) return undefined;
  return { family, revision: match?.[2] === undefined ? null : Number(match[2]) };
}

/** The record key `family:revision`, from an ARN. */
export const taskDefinitionKey = (long: string): string => nameOf(long);
