/**
 * Refusals of the EKS API (eks 2017-11-01): each exception with its HTTP status. The texts are the service's, from error
 * output that users of eksctl, Terraform and the SDKs have published; FIDELITY.md says which are not.
 */
import type { Path, Read } from '../../../engine/model';
import { Refused } from '../../aws/refusal';
import { textOf, type Input } from '../../aws/requestInput';
import type { Cluster, FargateProfile, Nodegroup } from '../types';

const STATUS = {
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  ParamValidation: 400,
  ResourceNotFoundException: 404,
  ResourceInUseException: 409,
} as const;

export function refuseEks(name: keyof typeof STATUS, message: string, path: Path = []): never {
  const causes = path.length > 0 ? [{ path, reason: name, message }] : [];
  throw new Refused({ ok: false, status: STATUS[name], error: { name, message, causes } });
}

export const invalidParameter = (message: string, ...path: Path): never =>
  refuseEks('InvalidParameterException', message, path);

/** What every client of the API checks before it sends anything. */
export function needed(input: Input, field: string): string {
  const value = textOf(input, field);
  if (value === undefined || value === '')
    return refuseEks('ParamValidation', `Missing required parameter in input: "${field}"`, [field]);
  return value;
}

/** A parameter that the action does not have. */
export function onlyKnown(input: Input, known: readonly string[], path: Path = []): void {
  const unknown = Object.keys(input).find((field) => !known.includes(field));
  if (unknown !== undefined)
    refuseEks(
      'ParamValidation',
      `Unknown parameter in input: "${unknown}", must be one of: ${known.join(', ')}`,
      [...path, unknown],
    );
}

/** The key in `pricing/Metered` of what a cluster costs: a cluster without a record of its own is known by it. */
export const clusterMeter = (name: string): string => `eks/${name}`;

export function findCluster(name: string, read: Pick<Read, 'get'>): Cluster | undefined {
  const cluster = read.get('eks/Cluster', name);
  if (cluster) return cluster;
  const metered = read.get('pricing/Metered', clusterMeter(name));
  return metered && { name, createdAt: metered.sinceMs };
}

export function clusterNamed(
  input: Input,
  read: Pick<Read, 'get'>,
  field = 'clusterName',
): Cluster {
  const name = needed(input, field);
  return (
    findCluster(name, read) ??
    refuseEks('ResourceNotFoundException', `No cluster found for name: ${name}.`, [field])
  );
}

export function nodegroupNamed(input: Input, read: Pick<Read, 'get'>): Nodegroup {
  const cluster = clusterNamed(input, read);
  const name = needed(input, 'nodegroupName');
  return (
    read.get('eks/Nodegroup', `${cluster.name}/${name}`) ??
    refuseEks('ResourceNotFoundException', `No node group found for name: ${name}.`, [
      'nodegroupName',
    ])
  );
}

export function fargateProfileNamed(input: Input, read: Pick<Read, 'get'>): FargateProfile {
  const cluster = clusterNamed(input, read);
  const name = needed(input, 'fargateProfileName');
  return (
    read.get('eks/FargateProfile', `${cluster.name}/${name}`) ??
    refuseEks('ResourceNotFoundException', `No Fargate Profile found with name: ${name}.`, [
      'fargateProfileName',
    ])
  );
}
