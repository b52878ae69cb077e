/**
 * What the API server fills into a pod template, and what more into a Pod itself (pkg/apis/core/v1 defaults.go, v1.34).
 * A Pod gets requests from its limits and host ports on the host network; a template does not.
 * Left out: the service account token volume, which would only hide what the learner wrote.
 */
import { quantity, quantityText, roundUp } from '../quantity';
import { isPodLevelResource } from '../podResources';
import type { Container, PodSpec, PodTemplateSpec, Probe, ResourceList } from '../types';
import { defaultVolume } from './volumeDefaults';

export const defaultPodTemplate = (template: PodTemplateSpec): PodTemplateSpec => ({
  ...template,
  spec: defaultPodSpec(template.spec),
});

/** Defaults of any pod spec: of templates and, first, of Pods. */
export function defaultPodSpec(submitted: PodSpec | undefined): PodSpec {
  const spec = submitted ?? { containers: [] };
  const { containers = [], initContainers, volumes } = spec;
  const account = spec.serviceAccountName ?? spec['serviceAccount'];
  return {
    ...spec,
    containers: containers.map(defaultContainer),
    ...(initContainers && { initContainers: initContainers.map(defaultContainer) }),
    ...(volumes && { volumes: volumes.map(defaultVolume) }),
    dnsPolicy: or(spec['dnsPolicy'], 'ClusterFirst'),
    restartPolicy: or(spec.restartPolicy, 'Always'),
    schedulerName: or(spec.schedulerName, 'default-scheduler'),
    securityContext: spec['securityContext'] ?? {},
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    ...(spec.overhead && { overhead: canonicalList(spec.overhead) }),
    ...(typeof account === 'string' && account !== ''
      ? { serviceAccountName: account, serviceAccount: account }
      : {}),
  };
}

/** What a Pod gets beyond the defaults of its template. */
export function defaultPod(template: PodSpec): PodSpec {
  const spec = defaultPodSpec(template);
  const sized = (container: Container): Container => requestsFromLimits(container);
  const placed = (container: Container): Container =>
    spec.hostNetwork === true ? hostPorts(container) : container;
  const whole = (container: Container): Container => placed(sized(container));
  return {
    ...spec,
    enableServiceLinks: spec['enableServiceLinks'] ?? true,
    containers: spec.containers.map(whole),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(whole) }),
    ...(spec.resources && { resources: podLevelResources(spec) }),
  };
}

/** `image` without tag, or tagged `latest`, is always asked for anew. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  if (image.includes('@')) return 'IfNotPresent';
  const last = image.slice(image.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon === -1 || last.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent';
}

/** Amounts are kept in thousandths at the finest, in canonical form. */
export const canonicalList = (list: ResourceList): ResourceList =>
  Object.fromEntries(
    Object.entries(list).map(([name, text]) => [
      name,
      quantityText(roundUp(quantity(text), -3).quantity),
    ]),
  );

/** Also for empty text: Go does not tell it from an absent field. */
export const or = <T>(value: T | undefined, otherwise: NonNullable<T>): NonNullable<T> =>
  value === undefined || value === null || value === '' ? otherwise : value;

function defaultContainer(container: Container): Container {
  const { ports, env, livenessProbe, readinessProbe, startupProbe, lifecycle, resources } =
    container;
  return {
    ...container,
    imagePullPolicy: or(container.imagePullPolicy, defaultPullPolicy(container.image ?? '')),
    terminationMessagePath: or(container['terminationMessagePath'], '/dev/termination-log'),
    terminationMessagePolicy: or(container['terminationMessagePolicy'], 'File'),
    resources: canonicalResources(resources),
    ...(ports && { ports: ports.map((port) => ({ ...port, protocol: or(port.protocol, 'TCP') })) }),
    ...(env && { env: env.map(defaultEnv) }),
    ...(livenessProbe && { livenessProbe: defaultProbe(livenessProbe) }),
    ...(readinessProbe && { readinessProbe: defaultProbe(readinessProbe) }),
    ...(startupProbe && { startupProbe: defaultProbe(startupProbe) }),
    ...(lifecycle && { lifecycle: defaultLifecycle(lifecycle) }),
  };
}

function canonicalResources(
  resources: Container['resources'],
): NonNullable<Container['resources']> {
  return {
    ...resources,
    ...(resources?.limits && { limits: canonicalList(resources.limits) }),
    ...(resources?.requests && { requests: canonicalList(resources.requests) }),
  };
}

type EnvVar = NonNullable<Container['env']>[number] & {
  readonly valueFrom?: { readonly fieldRef?: { readonly apiVersion?: string } };
};

function defaultEnv(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef;
  if (!fieldRef) return variable;
  const apiVersion = or(fieldRef.apiVersion, 'v1');
  return {
    ...variable,
    valueFrom: { ...variable.valueFrom, fieldRef: { ...fieldRef, apiVersion } },
  };
}

function defaultProbe(probe: Probe): Probe {
  return {
    ...probe,
    ...(probe.httpGet && { httpGet: defaultHttpGet(probe.httpGet) }),
    ...(probe.grpc && { grpc: { ...probe.grpc, service: probe.grpc.service ?? '' } }),
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  };
}

const defaultHttpGet = <T extends { readonly path?: string; readonly scheme?: string }>(
  action: T,
): T => ({ ...action, path: or(action.path, '/'), scheme: or(action.scheme, 'HTTP') });

type Lifecycle = NonNullable<Container['lifecycle']>;

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  const handler = <H extends { readonly httpGet?: unknown }>(h: H): H =>
    h.httpGet ? { ...h, httpGet: defaultHttpGet(h.httpGet) } : h;
  return {
    ...(lifecycle.postStart && { postStart: handler(lifecycle.postStart) }),
    ...(lifecycle.preStop && { preStop: handler(lifecycle.preStop) }),
  };
}

function requestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: { ...limits, ...requests } },
  };
}

/** Of the pod-level limits only cpu, memory and hugepages say anything about requests. */
function podLevelResources(spec: PodSpec): NonNullable<PodSpec['resources']> {
  const { limits, requests } = canonicalResources(spec.resources);
  const fromLimits = Object.entries(limits ?? {}).filter(
    ([name]) => isPodLevelResource(name) && !everyContainerRequests(spec, name),
  );
  const all = { ...Object.fromEntries(fromLimits), ...requests };
  return {
    ...spec.resources,
    ...(limits && { limits }),
    ...(Object.keys(all).length > 0 ? { requests: all } : {}),
  };
}

const everyContainerRequests = (spec: PodSpec, name: string): boolean =>
  spec.containers.length > 0 &&
  spec.containers.every((c) => c.resources?.requests?.[name] !== undefined);

function hostPorts(container: Container): Container {
  if (!container.ports) return container;
  return {
    ...container,
    ports: container.ports.map((port) => ({
      ...port,
      hostPort: port.hostPort || port.containerPort,
    })),
  };
}
