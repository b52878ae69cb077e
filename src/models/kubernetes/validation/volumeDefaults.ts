/** Defaults of a pod's volumes (pkg/apis/core/v1 defaults.go, v1.34): file modes, API versions, the empty directory. */
import type { PodSpec } from '../types';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Source = Readonly<Record<string, unknown>>;

/** 0644 */
const FILE_MODE = 420;
const HOUR_SECONDS = 3600;

/** A volume that names no source is an empty directory. */
export function defaultVolume(volume: Volume): Volume {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) return { ...volume, emptyDir: {} };
  return Object.fromEntries(
    Object.entries(volume).map(([key, source]) => [
      key,
      isSource(source) ? defaultSource(key, source) : source,
    ]),
  ) as Volume;
}

function defaultSource(kind: string, source: Source): Source {
  switch (kind) {
    case 'secret':
    case 'configMap':
      return { defaultMode: FILE_MODE, ...source };
    case 'downwardAPI':
      return { defaultMode: FILE_MODE, ...source, ...fieldVersions(source) };
    case 'projected':
      return { defaultMode: FILE_MODE, ...source, ...projections(source) };
    case 'hostPath':
      return { type: '', ...source };
    case 'iscsi':
      return { iscsiInterface: 'default', ...source };
    case 'rbd':
      return { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring', ...source };
    default:
      return source;
  }
}

function projections(source: Source): Source {
  const { sources } = source;
  if (!Array.isArray(sources)) return {};
  return {
    sources: sources.filter(isSource).map((projection) => ({
      ...projection,
      ...(isSource(projection['serviceAccountToken'])
        ? {
            serviceAccountToken: {
              expirationSeconds: HOUR_SECONDS,
              ...projection['serviceAccountToken'],
            },
          }
        : {}),
      ...(isSource(projection['downwardAPI'])
        ? {
            downwardAPI: {
              ...projection['downwardAPI'],
              ...fieldVersions(projection['downwardAPI']),
            },
          }
        : {}),
    })),
  };
}

function fieldVersions(source: Source): Source {
  const { items } = source;
  if (!Array.isArray(items)) return {};
  return {
    items: items
      .filter(isSource)
      .map((item) =>
        isSource(item['fieldRef'])
          ? { ...item, fieldRef: { apiVersion: 'v1', ...item['fieldRef'] } }
          : item,
      ),
  };
}

const isSource = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
