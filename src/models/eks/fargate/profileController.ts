/** Fargate profiles becoming ACTIVE and going, one at a time in each cluster. Keys: `<cluster>/<profile>`, cluster name. */
import {
  defineWatch,
  type Context,
  type Controller,
  type Effect,
  type Watch,
} from '../../../engine/model';
import { admitPods, newProfile, profileKey } from './newProfile';

const PROFILE = 'eks/fargateProfile';
const QUEUE = 'eks/fargateProfileQueue';

export type FargateProfileCommand =
  | { readonly type: 'finishFargateProfile'; readonly profile: string }
  | { readonly type: 'createNextFargateProfile'; readonly cluster: string };

type Of<T extends FargateProfileCommand['type']> = Extract<
  FargateProfileCommand,
  { readonly type: T }
>;

export const fargateProfileCommands = { finishFargateProfile, createNextFargateProfile };

function finishFargateProfile(
  { profile: key }: Of<'finishFargateProfile'>,
  ctx: Context,
): readonly Effect[] {
  const profile = ctx.get('eks/FargateProfile', key);
  if (!profile || profile.dueAtMs === null) return [];
  const about = { kind: 'eks/FargateProfile', key } as const;
  if (profile.status === 'DELETING')
    return [
      {
        do: 'note',
        fact: { model: 'eks', type: 'fargateProfileDeleted', about, data: {} },
      },
      { do: 'remove', ...about },
    ];
  const active = { ...profile, status: 'ACTIVE' as const, dueAtMs: null };
  const data = { tookMs: ctx.nowMs - profile.createdAt };
  return [
    { do: 'put', ...about, value: active },
    { do: 'note', fact: { model: 'eks', type: 'fargateProfileActive', about, data } },
    admitPods(active),
  ];
}

/** What was asked for twice, or made by somebody else meanwhile, is passed over. */
function createNextFargateProfile(
  { cluster }: Of<'createNextFargateProfile'>,
  ctx: Context,
): readonly Effect[] {
  const waiting = ctx.get('eks/FargateProfileQueue', cluster)?.waiting ?? [];
  const open = waiting.filter(
    ({ fargateProfileName }) =>
      !ctx.has('eks/FargateProfile', profileKey(cluster, fargateProfileName)),
  );
  const [next, ...rest] = open;
  const kind = 'eks/FargateProfileQueue';
  return [
    rest.length > 0
      ? { do: 'put', kind, key: cluster, value: { waiting: rest } }
      : { do: 'remove', kind, key: cluster },
    ...(next ? newProfile(cluster, next, false, ctx).effects : []),
  ];
}

const profileController: Controller = {
  name: PROFILE,
  latencyMs: 0,
  sync(key, read) {
    const dueAtMs = read.get('eks/FargateProfile', key)?.dueAtMs ?? null;
    if (dueAtMs === null) return undefined;
    if (read.nowMs < dueAtMs) return { commands: [], requeueAfterMs: dueAtMs - read.nowMs };
    return { commands: [{ model: 'eks', type: 'finishFargateProfile', profile: key }] };
  },
};

const queueController: Controller = {
  name: QUEUE,
  latencyMs: 0,
  sync(cluster, read) {
    if (!read.has('eks/FargateProfileQueue', cluster)) return undefined;
    const busy = read
      .list('eks/FargateProfile')
      .some((profile) => profile.clusterName === cluster && profile.status === 'CREATING');
    if (busy) return undefined;
    return { commands: [{ model: 'eks', type: 'createNextFargateProfile', cluster }] };
  },
};

export const fargateProfileControllers: readonly Controller[] = [
  profileController,
  queueController,
];

export const fargateProfileWatches: readonly Watch[] = [
  defineWatch({
    kind: 'eks/FargateProfile',
    wakes: PROFILE,
    keys: (after, _before, key) => (after && after.dueAtMs !== null ? [key] : []),
  }),
  defineWatch({
    kind: 'eks/FargateProfile',
    wakes: QUEUE,
    keys: (after, before) => {
      const cluster = (after ?? before)?.clusterName;
      return cluster === undefined ? [] : [cluster];
    },
  }),
  defineWatch({
    kind: 'eks/FargateProfileQueue',
    wakes: QUEUE,
    keys: (after, _before, key) => (after ? [key] : []),
  }),
];
