/** Rules for Services (core/validation ValidateService, v1.34). Dual stack is not modelled beyond its words. */
import type { Service, ServicePort } from '../types';
import {
  duplicate,
  FieldPath,
  forbidden,
  invalid,
  invalidEach,
  mustBeOneOf,
  required,
  type Violation,
} from './fieldErrors';
import { validatePortNumberOrName } from './handlers';
import { validateLabels } from './metadata';
import { isCidr, isDns1123Label, isDns1123Subdomain, isIpAddress, isPortNumber } from './names';
import { isQualifiedName } from './names';

type Spec = Service['spec'] & {
  readonly externalName?: string;
  readonly externalIPs?: readonly string[];
  readonly sessionAffinity?: string;
  readonly sessionAffinityConfig?: {
    readonly clientIP?: { readonly timeoutSeconds?: number };
  };
  readonly ipFamilies?: readonly string[];
  readonly ipFamilyPolicy?: string;
  readonly internalTrafficPolicy?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly loadBalancerClass?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly trafficDistribution?: string;
};

const SPEC = FieldPath.root.child('spec');
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function validateService(service: Service): readonly Violation[] {
  const spec = service.spec as Spec;
  return [
    ...validateType(spec),
    ...validatePorts(spec),
    ...validateLabels(spec.selector, SPEC.child('selector')),
    ...validateAffinity(spec),
    ...validateAddresses(spec),
    ...mustBeOneOf(SPEC.child('type'), spec.type, TYPES),
    ...validateNodePorts(spec),
    ...validateLoadBalancer(spec),
    ...validateTraffic(spec),
  ];
}

const isHeadless = (spec: Spec): boolean => spec.clusterIP === 'None';

function validateType(spec: Spec): readonly Violation[] {
  const { type, ports = [], externalName = '', clusterIP = '' } = spec;
  const none = SPEC.child('clusterIPs').index(0);
  return [
    ...(ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName'
      ? [required(SPEC.child('ports'))]
      : []),
    ...((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)
      ? [invalid(none, 'None', `may not be set to 'None' for ${type} services`)]
      : []),
    ...(type === 'ExternalName' && clusterIP !== ''
      ? [forbidden(SPEC.child('clusterIPs'), 'may not be set for ExternalName services')]
      : []),
    ...(type === 'ExternalName' ? validateExternalName(externalName) : []),
  ];
}

function validateExternalName(name: string): readonly Violation[] {
  const at = SPEC.child('externalName');
  const cname = name.replace(/\.$/, '');
  return cname === '' ? [required(at)] : invalidEach(at, cname, isDns1123Subdomain(cname));
}

function validatePorts({ ports = [] }: Spec): readonly Violation[] {
  const names = new Set<string>();
  const taken = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = SPEC.child('ports').index(i);
    const claim = `${port.protocol}/${port.port}`;
    const repeated = taken.has(claim);
    taken.add(claim);
    return [
      ...validatePortName(port, ports.length > 1, names, at.child('name')),
      ...invalidEach(at.child('port'), port.port ?? 0, isPortNumber(port.port ?? 0)),
      ...mustBeOneOf(at.child('protocol'), port.protocol, ['SCTP', 'TCP', 'UDP']),
      ...validatePortNumberOrName(port.targetPort, at.child('targetPort')),
      ...(port.appProtocol === undefined
        ? []
        : invalidEach(
            at.child('appProtocol'),
            port.appProtocol,
            isQualifiedName(port.appProtocol),
          )),
      ...(repeated ? [duplicate(at, { protocol: port.protocol, port: port.port })] : []),
    ];
  });
}

function validatePortName(
  { name = '' }: ServicePort,
  mustHaveName: boolean,
  names: Set<string>,
  at: FieldPath,
): readonly Violation[] {
  if (name === '') return mustHaveName ? [required(at)] : [];
  const repeated = names.has(name);
  names.add(name);
  return [
    ...invalidEach(at, name, isDns1123Label(name)),
    ...(repeated ? [duplicate(at, name)] : []),
  ];
}

/** The longest that a client may be tied to one backend: one day. */
const MAX_AFFINITY_SECONDS = 86_400;

function validateAffinity(spec: Spec): readonly Violation[] {
  const { sessionAffinity, sessionAffinityConfig } = spec;
  const at = SPEC.child('sessionAffinityConfig');
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  return [
    ...mustBeOneOf(SPEC.child('sessionAffinity'), sessionAffinity, ['ClientIP', 'None']),
    ...(sessionAffinity === 'None' && sessionAffinityConfig
      ? [forbidden(at, 'must not be set when session affinity is None')]
      : []),
    ...(sessionAffinity === 'ClientIP' &&
    seconds !== undefined &&
    (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS)
      ? [
          invalid(
            at.child('clientIP', 'timeoutSeconds'),
            seconds,
            `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`,
          ),
        ]
      : []),
  ];
}

function validateAddresses(spec: Spec): readonly Violation[] {
  const { clusterIP = '', ipFamilies = [], ipFamilyPolicy, externalIPs = [] } = spec;
  return [
    ...ipFamilies.flatMap((family, i) =>
      mustBeOneOf(SPEC.child('ipFamilies').index(i), family, ['IPv4', 'IPv6']),
    ),
    ...(ipFamilyPolicy === undefined
      ? []
      : mustBeOneOf(SPEC.child('ipFamilyPolicy'), ipFamilyPolicy, [
          'PreferDualStack',
          'RequireDualStack',
          'SingleStack',
        ])),
    ...(clusterIP === '' || clusterIP === 'None'
      ? []
      : invalidEach(
          SPEC.child('clusterIP').printedAs('spec.clusterIPs[0]'),
          clusterIP,
          isIpAddress(clusterIP),
        )),
    ...externalIPs.flatMap((ip, i) =>
      invalidEach(SPEC.child('externalIPs').index(i), ip, isIpAddress(ip)),
    ),
  ];
}

function validateNodePorts({ type, ports = [] }: Spec): readonly Violation[] {
  const taken = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = SPEC.child('ports').index(i).child('nodePort');
    if (!port.nodePort) return [];
    const claim = `${port.protocol}/${port.nodePort}`;
    const repeated = taken.has(claim);
    taken.add(claim);
    return [
      ...(type === 'ClusterIP'
        ? [forbidden(at, "may not be used when `type` is 'ClusterIP'")]
        : []),
      ...(repeated ? [duplicate(at, port.nodePort)] : []),
    ];
  });
}

function validateLoadBalancer(spec: Spec): readonly Violation[] {
  const { type, loadBalancerSourceRanges = [] } = spec;
  const ranges = SPEC.child('loadBalancerSourceRanges').printedAs('spec.LoadBalancerSourceRanges');
  const elsewhere = "may only be used when `type` is 'LoadBalancer'";
  return [
    ...(loadBalancerSourceRanges.length > 0 && type !== 'LoadBalancer'
      ? [forbidden(ranges, elsewhere)]
      : []),
    ...loadBalancerSourceRanges.flatMap((range, i) =>
      invalidEach(ranges.index(i), range, isCidr(range.trim())),
    ),
    ...(['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const)
      .filter((field) => spec[field] !== undefined && type !== 'LoadBalancer')
      .map((field) => forbidden(SPEC.child(field), elsewhere)),
  ];
}

function validateTraffic(spec: Spec): readonly Violation[] {
  const { type, externalTrafficPolicy, internalTrafficPolicy, trafficDistribution } = spec;
  const reachable =
    type === 'NodePort' || type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const external = SPEC.child('externalTrafficPolicy');
  return [
    ...(reachable ? mustBeOneOf(external, externalTrafficPolicy, ['Cluster', 'Local']) : []),
    ...(!reachable && externalTrafficPolicy !== undefined
      ? [
          invalid(
            external,
            externalTrafficPolicy,
            'may only be set for externally-accessible services',
          ),
        ]
      : []),
    ...(internalTrafficPolicy === undefined
      ? []
      : mustBeOneOf(SPEC.child('internalTrafficPolicy'), internalTrafficPolicy, [
          'Cluster',
          'Local',
        ])),
    ...(trafficDistribution === undefined
      ? []
      : mustBeOneOf(SPEC.child('trafficDistribution'), trafficDistribution, [
          'PreferClose',
          'PreferSameZone',
          'PreferSameNode',
        ])),
  ];
}
