/** Rules for Ingresses and NetworkPolicies (pkg/apis/networking/validation, v1.34). */
import type { KubernetesObject, LabelSelector } from '../types';
import { FieldPath, forbidden, invalid, invalidEach, mustBeOneOf, required } from './fieldErrors';
import type { Violation } from './fieldErrors';
import { validatePortNumberOrName } from './handlers';
import { validateLabelSelector } from './metadata';
import { isCidr, isDns1035Label, isDns1123Subdomain, isIpAddress, isPortName } from './names';
import { isPortNumber } from './names';

interface Backend {
  readonly service?: {
    readonly name?: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
  readonly resource?: { readonly kind?: string; readonly name?: string };
}
interface HttpPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend?: Backend;
}
interface IngressSpec {
  readonly ingressClassName?: string;
  readonly defaultBackend?: Backend;
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: { readonly paths?: readonly HttpPath[] };
  }[];
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
}

const SPEC = FieldPath.root.child('spec');

export function validateIngress(object: KubernetesObject): readonly Violation[] {
  const spec = (object as { spec?: IngressSpec }).spec ?? {};
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  return [
    ...(rules.length === 0 && !defaultBackend
      ? [invalid(SPEC, rules, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(defaultBackend ? validateBackend(defaultBackend, SPEC.child('defaultBackend')) : []),
    ...rules.flatMap(({ host = '', http }, r) => {
      const at = SPEC.child('rules').index(r);
      return [
        ...validateHost(host, at.child('host')),
        ...(http ? validatePaths(http.paths ?? [], at.child('http', 'paths')) : []),
      ];
    }),
    ...tls.flatMap(({ hosts = [] }, t) =>
      hosts.flatMap((host, h) =>
        validateHost(host, SPEC.child('tls').index(t).child('hosts').index(h)),
      ),
    ),
    ...(ingressClassName === undefined
      ? []
      : invalidEach(
          SPEC.child('ingressClassName'),
          ingressClassName,
          isDns1123Subdomain(ingressClassName),
        )),
  ];
}

function validateHost(host: string, at: FieldPath): readonly Violation[] {
  if (host === '') return [];
  if (isIpAddress(host).length === 0)
    return [invalid(at, host, 'must be a DNS name, not an IP address')];
  return invalidEach(at, host, isDns1123Subdomain(host.startsWith('*.') ? host.slice(2) : host));
}

function validatePaths(paths: readonly HttpPath[], at: FieldPath): readonly Violation[] {
  if (paths.length === 0) return [required(at)];
  return paths.flatMap(({ path = '', pathType, backend }, i) => {
    const place = at.index(i);
    return [
      ...(pathType === undefined
        ? [required(place.child('pathType'), 'pathType must be specified')]
        : mustBeOneOf(place.child('pathType'), pathType, [
            'Exact',
            'ImplementationSpecific',
            'Prefix',
          ])),
      ...validatePath(path, pathType, place.child('path')),
      ...validateBackend(backend ?? {}, place.child('backend')),
    ];
  });
}

const FORBIDDEN_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDINGS = ['/..', '/.'];

function validatePath(
  path: string,
  pathType: string | undefined,
  at: FieldPath,
): readonly Violation[] {
  if (pathType !== 'Exact' && pathType !== 'Prefix')
    return path === '' || path.startsWith('/')
      ? []
      : [invalid(at, path, 'must be an absolute path')];
  return [
    ...(path.startsWith('/') ? [] : [invalid(at, path, 'must be an absolute path')]),
    ...FORBIDDEN_SEQUENCES.filter((bad) => path.includes(bad)).map((bad) =>
      invalid(at, path, `must not contain '${bad}'`),
    ),
    ...FORBIDDEN_ENDINGS.filter((bad) => path.endsWith(bad)).map((bad) =>
      invalid(at, path, `cannot end with '${bad}'`),
    ),
  ];
}

function validateBackend({ service, resource }: Backend, at: FieldPath): readonly Violation[] {
  if (service && resource)
    return [invalid(at, '', 'cannot set both resource and service backends')];
  if (resource)
    return (['kind', 'name'] as const)
      .filter((field) => (resource[field] ?? '') === '')
      .map((field) => required(at.child('resource', field)));
  if (!service) return [required(at, 'service or resource must be specified')];
  const { name = '', port = {} } = service;
  const place = at.child('service');
  return [
    ...(name === ''
      ? [required(place.child('name'))]
      : invalidEach(place.child('name'), name, isDns1035Label(name))),
    ...validateBackendPort(port, place.child('port')),
  ];
}

function validateBackendPort(
  { name = '', number = 0 }: { readonly name?: string; readonly number?: number },
  at: FieldPath,
): readonly Violation[] {
  if (name !== '' && number !== 0)
    return [invalid(at, '', 'cannot set both port name & port number')];
  if (name !== '') return invalidEach(at.child('name'), name, isPortName(name));
  if (number !== 0) return invalidEach(at.child('number'), number, isPortNumber(number));
  return [required(at, 'port name or number is required')];
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}
interface TrafficRule {
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

export function validateNetworkPolicy(object: KubernetesObject): readonly Violation[] {
  const spec = ((object as { spec?: unknown }).spec ?? {}) as {
    readonly podSelector?: LabelSelector;
    readonly ingress?: readonly TrafficRule[];
    readonly egress?: readonly TrafficRule[];
    readonly policyTypes?: readonly string[];
  };
  return [
    ...validateLabelSelector(spec.podSelector, SPEC.child('podSelector')),
    ...(['ingress', 'egress'] as const).flatMap((direction) =>
      (spec[direction] ?? []).flatMap((rule, i) =>
        validateTrafficRule(rule, SPEC.child(direction).index(i)),
      ),
    ),
    ...(spec.policyTypes ?? []).flatMap((type, i) =>
      mustBeOneOf(SPEC.child('policyTypes').index(i), type, ['Egress', 'Ingress']),
    ),
  ];
}

function validateTrafficRule(rule: TrafficRule, at: FieldPath): readonly Violation[] {
  return [
    ...(rule.ports ?? []).flatMap(({ protocol, port, endPort }, i) => {
      const place = at.child('ports').index(i);
      return [
        ...(protocol === undefined
          ? []
          : mustBeOneOf(place.child('protocol'), protocol, ['SCTP', 'TCP', 'UDP'])),
        ...(port === undefined ? [] : validatePortNumberOrName(port, place.child('port'))),
        ...(endPort !== undefined && typeof port !== 'number'
          ? [required(place.child('endPort'), 'may not be specified when `port` is not specified')]
          : []),
      ];
    }),
    ...(['from', 'to'] as const).flatMap((side) =>
      (rule[side] ?? []).flatMap((peer, i) => validatePeer(peer, at.child(side).index(i))),
    ),
  ];
}

function validatePeer(peer: Peer, at: FieldPath): readonly Violation[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (!podSelector && !namespaceSelector && !ipBlock) return [required(at, 'must specify a peer')];
  if (ipBlock && (podSelector || namespaceSelector))
    return [forbidden(at, 'may not specify both ipBlock and another peer')];
  return [
    ...validateLabelSelector(podSelector, at.child('podSelector')),
    ...validateLabelSelector(namespaceSelector, at.child('namespaceSelector')),
    ...(ipBlock
      ? invalidEach(at.child('ipBlock', 'cidr'), ipBlock.cidr ?? '', isCidr(ipBlock.cidr ?? ''))
      : []),
  ];
}
