/**
 * Parameters that are checked, stored and returned but that nothing in the simulation reacts to, as paths into the
 * request; `*` stands for every item or key. The editor marks them; FIDELITY.md gives reasons.
 */
import type { Path } from '../../../engine/model';
import type { DocumentAction } from './document';

export type PathPattern = readonly string[];

const CONTAINER_FIELDS = [
  ...['repositoryCredentials', 'links', 'environment', 'environmentFiles', 'secrets'],
  ...['mountPoints', 'volumesFrom', 'linuxParameters', 'systemControls', 'ulimits'],
  ...['hostname', 'user', 'workingDirectory', 'interactive', 'pseudoTerminal'],
  ...['disableNetworking', 'dnsServers', 'dnsSearchDomains', 'extraHosts'],
  ...['privileged', 'readonlyRootFilesystem', 'dockerSecurityOptions', 'dockerLabels'],
  ...['logConfiguration', 'firelensConfiguration', 'credentialSpecs', 'versionConsistency'],
];

const DEPLOYMENT_FIELDS = [
  ...['alarms', 'strategy', 'bakeTimeInMinutes', 'lifecycleHooks'],
  ...['linearConfiguration', 'canaryConfiguration', 'earlySuccessCriteria'],
];

const top = (fields: readonly string[]): PathPattern[] => fields.map((field) => [field]);
const within = (path: PathPattern, fields: readonly string[]): PathPattern[] =>
  fields.map((field) => [...path, field]);

const NETWORK = ['networkConfiguration', 'awsvpcConfiguration'];
const SERVICE: readonly PathPattern[] = [
  ...top(['deploymentController', 'serviceRegistries']),
  ...top(['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations']),
  ...top(['gatewayConnectors', 'monitoring', 'enableExecuteCommand', 'enableECSManagedTags']),
  ...within(['deploymentConfiguration'], DEPLOYMENT_FIELDS),
  ...within(NETWORK, ['securityGroups', 'assignPublicIp']),
];

export const NOT_SIMULATED: Readonly<Record<DocumentAction, readonly PathPattern[]>> = {
  RegisterTaskDefinition: [
    ...top(['taskRoleArn', 'executionRoleArn', 'pidMode', 'ipcMode', 'volumes']),
    ...top(['proxyConfiguration', 'ephemeralStorage', 'enableFaultInjection']),
    ...within(['containerDefinitions', '*'], CONTAINER_FIELDS),
    ['containerDefinitions', '*', 'healthCheck', 'command'],
    ['containerDefinitions', '*', 'portMappings', '*', 'appProtocol'],
  ],
  CreateService: [...SERVICE, ...top(['role', 'clientToken'])],
  UpdateService: SERVICE,
  RunTask: [
    ...top(['enableECSManagedTags', 'enableExecuteCommand', 'referenceId', 'clientToken']),
    ...top(['volumeConfigurations']),
    ...within(['overrides'], ['executionRoleArn', 'taskRoleArn', 'ephemeralStorage']),
    ...within(['overrides'], ['inferenceAcceleratorOverrides']),
    ...within(['overrides', 'containerOverrides', '*'], ['environment', 'environmentFiles']),
    ...within(NETWORK, ['securityGroups', 'assignPublicIp']),
  ],
  CreateCluster: top(['configuration', 'settings', 'serviceConnectDefaults']),
  CreateCapacityProvider: [],
  PutClusterCapacityProviders: [],
};

/** The places in a request that hold something which is accepted but not simulated. */
export function notSimulatedIn(action: DocumentAction, request: unknown): readonly Path[] {
  return NOT_SIMULATED[action]
    .flatMap((pattern) => placesOf(request, pattern))
    .filter((path) => path.at(-1) !== 'environment' || !isOfWorker(request, path));
}

/** QUEUE_URL alone: a worker reads from it which queue it works on. */
function isOfWorker(request: unknown, path: Path): boolean {
  const at = path.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>>)[step],
    request,
  );
  const variables = Array.isArray(at) ? (at as readonly { readonly name?: unknown }[]) : [];
  return variables.every(({ name }) => name === 'QUEUE_URL');
}

function placesOf(value: unknown, pattern: PathPattern): readonly Path[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return isEmpty(value) ? [] : [[]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((item: unknown, i) => [i, item] as const)
    : Object.entries(value as Readonly<Record<string, unknown>>);
  return entries.flatMap(([key, inner]) =>
    step === '*' || step === key ? placesOf(inner, rest).map((path) => [key, ...path]) : [],
  );
}

/** `[]`, `{}`, `false` and null say nothing, and what is DISABLED is as it is here. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === 'DISABLED' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
