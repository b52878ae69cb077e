/** Rules for containers and init containers (core/validation, v1.34). */
import type { Container, ContainerPort, PodSpec } from '../types';
import { validateEnv, validateEnvFrom, type EnvFrom } from './environment';
import { duplicate, forbidden, invalidEach, invalid, mustBeOneOf, required } from './fieldErrors';
import type { FieldPath, Violation } from './fieldErrors';
import { validateProbes } from './handlers';
import { isDns1123Label, isPortName, isPortNumber } from './names';
import { validateContainerResources } from './resourceRequirements';
import { validateContainerSecurity } from './securityContext';
import { validateMounts } from './volumes';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateContainers(spec: PodSpec, at: FieldPath): readonly Violation[] {
  if (spec.containers.length === 0) return [required(at)];
  const names = new Set<string>();
  return [
    ...spec.containers.flatMap((container, i) => [
      ...validateContainer(container, spec, at.index(i)),
      ...validateUniqueName(container, names, at.index(i)),
      ...validateProbes(container, spec.terminationGracePeriodSeconds, at.index(i)),
      ...(container.restartPolicy === undefined
        ? []
        : [
            forbidden(at.index(i).child('restartPolicy'), 'may not be set for non-init containers'),
          ]),
    ]),
    ...validateHostPorts(spec.containers, at),
  ];
}

export function validateInitContainers(spec: PodSpec, at: FieldPath): readonly Violation[] {
  const names = new Set(spec.containers.map((container) => container.name));
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const place = at.index(i);
    const { restartPolicy } = container;
    return [
      ...validateContainer(container, spec, place),
      ...(restartPolicy === undefined
        ? []
        : mustBeOneOf(place.child('restartPolicy'), restartPolicy, ['Always'])),
      ...validateUniqueName(container, names, place),
      ...validateHostPorts([container], at),
      ...(restartPolicy === 'Always'
        ? validateProbes(container, spec.terminationGracePeriodSeconds, place)
        : notForInitContainers(container, place)),
    ];
  });
}

/** Only where the object is a Pod, not a template: upstream kept templates lenient. */
export const validateImageSpaces = (
  containers: readonly Container[] | undefined,
  at: FieldPath,
): readonly Violation[] =>
  (containers ?? []).flatMap(({ image = '' }, i) =>
    image.trim() === image
      ? []
      : [
          invalid(
            at.index(i).child('image'),
            image,
            'must not have leading or trailing whitespace',
          ),
        ],
  );

function validateContainer(
  container: Container,
  spec: PodSpec,
  at: FieldPath,
): readonly Violation[] {
  const name = container.name ?? '';
  return [
    ...(name === ''
      ? [required(at.child('name'))]
      : invalidEach(at.child('name'), name, isDns1123Label(name))),
    ...((container.image ?? '') === '' ? [required(at.child('image'))] : []),
    ...mustBeOneOf(
      at.child('terminationMessagePolicy'),
      container['terminationMessagePolicy'] as string | undefined,
      MESSAGE_POLICIES,
    ),
    ...validatePorts(container.ports ?? [], at.child('ports')),
    ...validateEnv(container.env ?? [], at.child('env')),
    ...validateEnvFrom((container['envFrom'] ?? []) as readonly EnvFrom[], at.child('envFrom')),
    ...validateMounts(container, spec.volumes ?? [], at),
    ...mustBeOneOf(at.child('imagePullPolicy'), container.imagePullPolicy, PULL_POLICIES),
    ...validateContainerResources(container.resources, at.child('resources')),
    ...validateContainerSecurity(container, at.child('securityContext')),
  ];
}

function validateUniqueName(
  { name = '' }: Container,
  names: Set<string>,
  at: FieldPath,
): readonly Violation[] {
  if (name === '') return [];
  if (names.has(name)) return [duplicate(at.child('name'), name)];
  names.add(name);
  return [];
}

function validatePorts(ports: readonly ContainerPort[], at: FieldPath): readonly Violation[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const place = at.index(i);
    const { name = '', containerPort = 0, hostPort = 0 } = port;
    const malformed = name === '' ? [] : isPortName(name);
    const repeated = name !== '' && malformed.length === 0 && names.has(name);
    names.add(name);
    return [
      ...invalidEach(place.child('name'), name, malformed),
      ...(repeated ? [duplicate(place.child('name'), name)] : []),
      ...(containerPort === 0
        ? [required(place.child('containerPort'))]
        : invalidEach(place.child('containerPort'), containerPort, isPortNumber(containerPort))),
      ...(hostPort === 0
        ? []
        : invalidEach(place.child('hostPort'), hostPort, isPortNumber(hostPort))),
      ...mustBeOneOf(place.child('protocol'), port.protocol, PROTOCOLS),
    ];
  });
}

function validateHostPorts(containers: readonly Container[], at: FieldPath): readonly Violation[] {
  const taken = new Set<string>();
  return containers.flatMap((container, c) =>
    (container.ports ?? []).flatMap((port, p) => {
      if (!port.hostPort) return [];
      const claim = `${port.protocol ?? 'TCP'}/${port.hostIP ?? ''}/${port.hostPort}`;
      const repeated = taken.has(claim);
      taken.add(claim);
      return repeated
        ? [duplicate(at.index(c).child('ports').index(p).child('hostPort'), claim)]
        : [];
    }),
  );
}

const notForInitContainers = (container: Container, at: FieldPath): readonly Violation[] =>
  (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((field) => container[field] !== undefined)
    .map((field) =>
      forbidden(at.child(field), 'may not be set for init containers without restartPolicy=Always'),
    );
