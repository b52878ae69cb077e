/**
 * EKS CreateFargateProfile and DeleteFargateProfile (eks 2017-11-01), and quayside `createFargateProfiles { clusterName,
 * profiles }`: eksctl creating several, each when the one before is ACTIVE. A cluster makes or deletes one at a time.
 * Accepted, without effect: podExecutionRoleArn.
 */
import type { Admission, Context, Effect, Path } from '../../../engine/model';
import { answer } from '../../aws/refusal';
import { inputOf, objectsOf, textOf, textsOf, type Input } from '../../aws/requestInput';
import { deletePod } from '../../kubernetes/commands';
import { newProfile, profileKey, refusePods } from '../fargate/newProfile';
import { wireFargateProfile } from '../printers/nodegroup';
import { timings } from '../timings';
import type { FargateProfile, FargateProfileInput, FargateSelector } from '../types';
import { tagsField } from './createNodegroup';
import { zonesField } from './nodegroupFields';
import {
  clusterNamed,
  fargateProfileNamed,
  invalidParameter,
  needed,
  onlyKnown,
  refuseEks,
} from './refusals';

const MAX_SELECTORS = 5;
const MAX_LABELS = 5;
const PARAMETERS = [
  'fargateProfileName',
  'clusterName',
  'podExecutionRoleArn',
  'subnets',
  'selectors',
  'clientRequestToken',
  'tags',
];

export const createFargateProfile = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    onlyKnown(given, PARAMETERS);
    const { name: clusterName } = clusterNamed(given, ctx);
    const profileInput = profileField(given, clusterName, [], ctx);
    oneAtATime('create', clusterName, profileInput.fargateProfileName, ctx);
    const { profile, effects } = newProfile(clusterName, profileInput, false, ctx);
    return { ok: true, output: { fargateProfile: wireFargateProfile(profile) }, effects };
  });

/** What eksctl goes on doing by itself: a client that waits. */
export const createFargateProfiles = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { name: clusterName } = clusterNamed(given, ctx);
    const profiles = objectsOf(given, 'profiles').map((profile, i) =>
      profileField(profile, clusterName, ['profiles', i], ctx),
    );
    const before = ctx.get('eks/FargateProfileQueue', clusterName)?.waiting ?? [];
    const value = { waiting: [...before, ...profiles] };
    const put: Effect = { do: 'put', kind: 'eks/FargateProfileQueue', key: clusterName, value };
    const names = profiles.map(({ fargateProfileName }) => fargateProfileName);
    return { ok: true, output: { fargateProfileNames: names }, effects: [put] };
  });

export function profileField(
  given: Input,
  clusterName: string,
  path: Path,
  ctx: Context,
): FargateProfileInput {
  const fargateProfileName = needed(given, 'fargateProfileName');
  if (fargateProfileName.startsWith('eks-'))
    invalidParameter(
      "Fargate profile name must not start with the reserved prefix 'eks-'",
      ...path,
      'fargateProfileName',
    );
  if (ctx.has('eks/FargateProfile', profileKey(clusterName, fargateProfileName)))
    refuseEks(
      'ResourceInUseException',
      'A Fargate Profile already exists with this name in this cluster.',
      [...path, 'fargateProfileName'],
    );
  const tags = tagsField(given);
  return {
    fargateProfileName,
    selectors: selectorsField(given, path),
    ...(textsOf(given, 'subnets').length > 0
      ? { subnets: zonesField(given, ctx).map((zone) => `subnet-${zone}`) }
      : {}),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
  };
}

function selectorsField(given: Input, path: Path): readonly FargateSelector[] {
  const selectors = objectsOf(given, 'selectors');
  if (selectors.length === 0)
    invalidParameter('Fargate profile must have at least one selector', ...path, 'selectors');
  if (selectors.length > MAX_SELECTORS)
    invalidParameter(
      `Fargate profile must have at most ${MAX_SELECTORS} selectors`,
      ...path,
      'selectors',
    );
  return selectors.map((selector, i) => {
    const at = [...path, 'selectors', i];
    const namespace = textOf(selector, 'namespace') ?? '';
    if (namespace === '') invalidParameter('Selector namespace must not be empty', ...at);
    const labels = Object.entries(inputOf(selector['labels']));
    if (labels.length > MAX_LABELS)
      invalidParameter(`Selector must have at most ${MAX_LABELS} labels`, ...at, 'labels');
    return {
      namespace,
      labels: Object.fromEntries(labels.map(([key, value]) => [key, String(value)])),
    };
  });
}

/** The quota is one per cluster that is CREATING, and one that is DELETING. */
function oneAtATime(
  what: 'create' | 'delete',
  clusterName: string,
  name: string,
  ctx: Context,
): void {
  const status = what === 'create' ? 'CREATING' : 'DELETING';
  const other = ctx
    .list('eks/FargateProfile')
    .find((profile) => profile.clusterName === clusterName && profile.status === status);
  if (other)
    refuseEks(
      'ResourceInUseException',
      `Cannot ${what} Fargate Profile ${name} because cluster ${clusterName} currently has Fargate profile ${other.fargateProfileName} in status ${status}`,
      ['fargateProfileName'],
    );
}

/** Its pods are deleted; what replaces them goes wherever it now matches. */
export const deleteFargateProfile = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    onlyKnown(given, ['clusterName', 'fargateProfileName']);
    const before = fargateProfileNamed(given, ctx);
    const { clusterName, fargateProfileName: name } = before;
    oneAtATime('delete', clusterName, name, ctx);
    const key = profileKey(clusterName, name);
    const { from, to } = timings.fargateProfileMs;
    const lasts = ctx.random(`eks/fargateProfile/${key}`).between(from, to);
    const after: FargateProfile = {
      ...before,
      status: 'DELETING',
      dueAtMs: ctx.nowMs + lasts,
    };
    const about = { kind: 'eks/FargateProfile', key } as const;
    const pods = podsOf(name, ctx);
    const data = { pods: pods.length };
    return {
      ok: true,
      output: { fargateProfile: wireFargateProfile(after) },
      effects: [
        { do: 'put', ...about, value: after },
        { do: 'note', fact: { model: 'eks', type: 'fargateProfileDeleting', about, data } },
        refusePods(after),
        ...pods.map((pod): Effect => {
          const [namespace = '', podName = ''] = pod.split('/');
          return { do: 'command', command: deletePod({ namespace, name: podName }, about) };
        }),
      ],
    };
  });

const podsOf = (profile: string, ctx: Context): readonly string[] =>
  ctx.keys('eks/FargatePod').filter((key) => ctx.get('eks/FargatePod', key)?.profile === profile);
