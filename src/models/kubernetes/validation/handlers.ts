/** Rules for probes and lifecycle hooks: exactly one handler each, sensible numbers (core/validation, v1.34). */
import type { Container, IntOrString, LifecycleHandler, Probe } from '../types';
import { forbidden, invalid, invalidEach, mustBeOneOf, mustNotBeNegative } from './fieldErrors';
import { required, type FieldPath, type Violation } from './fieldErrors';
import { isPortName, isPortNumber } from './names';

export function validateProbes(
  container: Container,
  graceSeconds: number | undefined,
  at: FieldPath,
): readonly Violation[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  return [
    ...(lifecycle ? validateLifecycle(lifecycle, graceSeconds, at.child('lifecycle')) : []),
    ...validateProbe(livenessProbe, at.child('livenessProbe')),
    ...mustSucceedOnce(livenessProbe, at.child('livenessProbe')),
    ...validateProbe(readinessProbe, at.child('readinessProbe')),
    ...(readinessProbe?.terminationGracePeriodSeconds === undefined
      ? []
      : [
          invalid(
            at.child('readinessProbe', 'terminationGracePeriodSeconds'),
            readinessProbe.terminationGracePeriodSeconds,
            'must not be set for readinessProbes',
          ),
        ]),
    ...validateProbe(startupProbe, at.child('startupProbe')),
    ...mustSucceedOnce(startupProbe, at.child('startupProbe')),
  ];
}

export function validatePortNumberOrName(
  port: IntOrString | undefined,
  at: FieldPath,
): readonly Violation[] {
  return typeof port === 'string'
    ? invalidEach(at, port, isPortName(port))
    : invalidEach(at, port ?? 0, isPortNumber(port ?? 0));
}

function validateProbe(probe: Probe | undefined, at: FieldPath): readonly Violation[] {
  if (!probe) return [];
  const grace = probe.terminationGracePeriodSeconds;
  const counts = [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const;
  return [
    ...validateHandler(probe, undefined, at),
    ...counts.flatMap((name) => mustNotBeNegative(at.child(name), probe[name])),
    ...(grace !== undefined && grace <= 0
      ? [invalid(at.child('terminationGracePeriodSeconds'), grace, 'must be greater than 0')]
      : []),
  ];
}

const mustSucceedOnce = (probe: Probe | undefined, at: FieldPath): readonly Violation[] =>
  probe && probe.successThreshold !== 1
    ? [invalid(at.child('successThreshold'), probe.successThreshold ?? 0, 'must be 1')]
    : [];

function validateLifecycle(
  { postStart, preStop }: NonNullable<Container['lifecycle']>,
  graceSeconds: number | undefined,
  at: FieldPath,
): readonly Violation[] {
  return [
    ...(postStart ? validateHandler(postStart, graceSeconds, at.child('postStart')) : []),
    ...(preStop ? validateHandler(preStop, graceSeconds, at.child('preStop')) : []),
  ];
}

type Handler = Probe & LifecycleHandler;

function validateHandler(
  handler: Probe | LifecycleHandler,
  graceSeconds: number | undefined,
  at: FieldPath,
): readonly Violation[] {
  const given = handler as Handler;
  const kinds = (['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const).filter(
    (kind) => given[kind] !== undefined,
  );
  if (kinds.length === 0) return [required(at, 'must specify a handler type')];
  return kinds.flatMap((kind, i) =>
    i === 0
      ? validateAction(given, kind, graceSeconds, at.child(kind))
      : [forbidden(at.child(kind), 'may not specify more than 1 handler type')],
  );
}

function validateAction(
  handler: Handler,
  kind: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep',
  graceSeconds: number | undefined,
  at: FieldPath,
): readonly Violation[] {
  switch (kind) {
    case 'exec':
      return (handler.exec?.command ?? []).length === 0 ? [required(at.child('command'))] : [];
    case 'httpGet':
      return validateHttpGet(handler.httpGet as NonNullable<Probe['httpGet']>, at);
    case 'tcpSocket':
      return validatePortNumberOrName(handler.tcpSocket?.port, at.child('port'));
    case 'grpc':
      return validatePortNumberOrName(handler.grpc?.port, at.child('port'));
    case 'sleep':
      return validateSleep(handler.sleep?.seconds ?? 0, graceSeconds, at);
  }
}

function validateHttpGet(
  action: NonNullable<Probe['httpGet']>,
  at: FieldPath,
): readonly Violation[] {
  return [
    ...((action.path ?? '') === '' ? [required(at.child('path'))] : []),
    ...validatePortNumberOrName(action.port, at.child('port')),
    ...mustBeOneOf(at.child('scheme'), action.scheme, ['HTTP', 'HTTPS']),
    ...(action.httpHeaders ?? [])
      .filter((header) => !/^[-A-Za-z0-9]+$/.test(header.name))
      .map((header) =>
        invalid(
          at.child('httpHeaders'),
          header.name,
          "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
        ),
      ),
  ];
}

const validateSleep = (
  seconds: number,
  graceSeconds: number | undefined,
  at: FieldPath,
): readonly Violation[] =>
  graceSeconds !== undefined && (seconds < 0 || seconds > graceSeconds)
    ? [
        invalid(
          at,
          seconds,
          `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`,
        ),
      ]
    : [];
