/**
 * Rules for security contexts (core/validation, v1.34), as far as they refuse contradictions and unknown words.
 * Nothing here has an effect in this world.
 */
import type { Container, PodSpec } from '../types';
import { duplicate, forbidden, invalid, mustBeOneOf, required } from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}
interface Security {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  readonly fsGroupChangePolicy?: string;
  readonly seccompProfile?: Profile;
  readonly appArmorProfile?: Profile;
  readonly sysctls?: readonly { readonly name?: string }[];
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[] };
}

const MAX_ID = 2 ** 31 - 1;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validateContainerSecurity(
  container: Container,
  at: FieldPath,
): readonly Violation[] {
  const security = container['securityContext'] as Security | undefined;
  if (!security) return [];
  const { privileged = false, allowPrivilegeEscalation = true, capabilities } = security;
  return [
    ...validateIds(security, at),
    ...validateProfiles(security, at),
    ...(privileged && !allowPrivilegeEscalation
      ? [
          invalid(
            at,
            security,
            'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
          ),
        ]
      : []),
    ...(!allowPrivilegeEscalation && capabilities?.add?.includes('CAP_SYS_ADMIN')
      ? [
          invalid(
            at,
            security,
            'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
          ),
        ]
      : []),
  ];
}

export function validatePodSecurity(spec: PodSpec, at: FieldPath): readonly Violation[] {
  const security = (spec['securityContext'] ?? {}) as Security;
  const names = new Set<string>();
  return [
    ...validateIds(security, at),
    ...validateProfiles(security, at),
    ...(spec['shareProcessNamespace'] === true && spec['hostPID'] === true
      ? [
          invalid(
            at.child('shareProcessNamespace'),
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...(security.sysctls ?? []).flatMap(({ name = '' }, i) => {
      const place = at.child('sysctls').index(i).child('name');
      const repeated = names.has(name);
      names.add(name);
      if (name === '') return [required(place)];
      return repeated ? [duplicate(place, name)] : [];
    }),
    ...(security.fsGroupChangePolicy === undefined
      ? []
      : mustBeOneOf(at.child('fsGroupChangePolicy'), security.fsGroupChangePolicy, [
          'Always',
          'OnRootMismatch',
        ])),
    ...hostNamespacesWithUsers(spec, at),
  ];
}

/** With a user namespace of its own (`hostUsers: false`) a pod may not share the host's other namespaces. */
function hostNamespacesWithUsers(spec: PodSpec, at: FieldPath): readonly Violation[] {
  if (spec['hostUsers'] !== false) return [];
  return (['hostNetwork', 'hostPID', 'hostIPC'] as const)
    .filter((field) => spec[field] === true)
    .map((field) => forbidden(at.child(field), 'when `pod.Spec.HostUsers` is false'));
}

function validateIds(security: Security, at: FieldPath): readonly Violation[] {
  const groups = (security.supplementalGroups ?? []).map(
    (id, i) => [id, at.child('supplementalGroups').index(i)] as const,
  );
  const single = (['runAsUser', 'runAsGroup', 'fsGroup'] as const).flatMap((name) => {
    const id = security[name];
    return id === undefined ? [] : [[id, at.child(name)] as const];
  });
  return [...single, ...groups]
    .filter(([id]) => id < 0 || id > MAX_ID)
    .map(([id, place]) => invalid(place, id, `must be between 0 and ${MAX_ID}, inclusive`));
}

function validateProfiles(security: Security, at: FieldPath): readonly Violation[] {
  return [
    ...validateProfile(security.seccompProfile, 'seccomp', at.child('seccompProfile')),
    ...validateProfile(security.appArmorProfile, 'AppArmor', at.child('appArmorProfile')),
  ];
}

function validateProfile(
  profile: Profile | undefined,
  what: string,
  at: FieldPath,
): readonly Violation[] {
  if (!profile) return [];
  const { type = '', localhostProfile } = profile;
  if (type === '')
    return [
      required(
        at.child('type'),
        `type is required when ${what === 'seccomp' ? 'seccompProfile' : 'appArmorProfile'} is set`,
      ),
    ];
  const place = at.child('localhostProfile');
  return [
    ...mustBeOneOf(at.child('type'), type, PROFILE_TYPES),
    ...(type === 'Localhost' && !localhostProfile
      ? [required(place, `must be set when ${what} type is Localhost`)]
      : []),
    ...(type !== 'Localhost' && localhostProfile !== undefined
      ? [invalid(place, localhostProfile, `can only be set when ${what} type is Localhost`)]
      : []),
  ];
}
