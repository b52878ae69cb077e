/**
 * What an instance's user data makes of it: a member of an ECS cluster (`/etc/ecs/ecs.config`), or a node of an EKS
 * cluster (`/etc/eks/bootstrap.sh` of Amazon Linux 2, the NodeConfig document of Amazon Linux 2023). Text or base64, as
 * the CLI and the API send it. Any other script makes a plain instance.
 */
import type { Bootstrap } from './types';

export function bootstrapOf(userData: string): Bootstrap | null {
  const script = decoded(userData);
  return ecsConfig(script) ?? eksBootstrap(script) ?? eksNodeConfig(script);
}

function decoded(userData: string): string {
  const compact = userData.replace(/\s/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(compact) && compact.length % 4 === 0)
    return fromBase64(compact);
  return userData;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as Latin-1: cluster names and labels are ASCII. */
function fromBase64(text: string): string {
  let bits = 0;
  let held = 0;
  let out = '';
  for (const char of text.replace(/=+$/, '')) {
    bits = ((bits << 6) | ALPHABET.indexOf(char)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((bits >> held) & 0xff);
  }
  return out;
}

function ecsConfig(script: string): Bootstrap | null {
  const cluster = /\bECS_CLUSTER=["']?([A-Za-z0-9_-]+)/.exec(script)?.[1];
  if (cluster === undefined) return null;
  const attributes = /\bECS_INSTANCE_ATTRIBUTES=['"]?(\{[^}]*\})/.exec(script)?.[1];
  const parsed = attributes === undefined ? undefined : textRecord(attributes);
  const drains = /\bECS_ENABLE_SPOT_INSTANCE_DRAINING=["']?true\b/.test(script);
  return {
    as: 'ecs-container-instance',
    cluster,
    ...(parsed ? { attributes: parsed } : {}),
    ...(drains ? { spotDraining: true } : {}),
  };
}

function textRecord(json: string): Readonly<Record<string, string>> | undefined {
  try {
    const entries = Object.entries(JSON.parse(json) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  } catch {
    return undefined;
  }
}

function eksBootstrap(script: string): Bootstrap | null {
  const cluster = /\/etc\/eks\/bootstrap\.sh\s+["']?([A-Za-z0-9_-]+)/.exec(script)?.[1];
  return cluster === undefined ? null : { as: 'eks-node', cluster, ...kubeletFlags(script) };
}

function eksNodeConfig(script: string): Bootstrap | null {
  if (!/kind:\s*NodeConfig/.test(script)) return null;
  const cluster = /\bcluster:\s*\n(?:\s+.*\n)*?\s+name:\s*["']?([A-Za-z0-9_-]+)/.exec(script)?.[1];
  return cluster === undefined ? null : { as: 'eks-node', cluster, ...kubeletFlags(script) };
}

type NodeFlags = Pick<Extract<Bootstrap, { as: 'eks-node' }>, 'labels' | 'taints'>;

function kubeletFlags(script: string): NodeFlags {
  const list = (flag: string) =>
    new RegExp(`--${flag}=["']?([^\\s"']+)`).exec(script)?.[1]?.split(',') ?? [];
  const labels = list('node-labels').map((label) => label.split('=', 2));
  const taints = list('register-with-taints').flatMap((text) => {
    const match = /^([^=:]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text);
    if (!match) return [];
    const [, key = '', value, effect] = match;
    const taint = { key, effect: effect as 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' };
    return [value ? { ...taint, value } : taint];
  });
  return {
    ...(labels.length > 0
      ? { labels: Object.fromEntries(labels.map(([k = '', v = '']) => [k, v])) }
      : {}),
    ...(taints.length > 0 ? { taints } : {}),
  };
}
