// Writes types.generated.json beside itself: the shape of every kind that the API serves, from the models of
// @kubernetes/client-node (OpenAPI of Kubernetes 1.34). No network. Run it with node, from anywhere.
//
// One string a type: `name!:s image:s ports:[]ContainerPort`. `!` = required; `[]` list, `{}` map; s string, i int32,
// l int64, d double, b boolean, t Time, u MicroTime, y bytes in base64, q Quantity, x IntOrString, * anything.
import { readFileSync, writeFileSync } from 'node:fs';

const models = new URL(
  '../../../../node_modules/@kubernetes/client-node/dist/gen/models/',
  import.meta.url,
);
const output = new URL('types.generated.json', import.meta.url);

const ROOTS = [
  ...['Pod', 'Service', 'Namespace', 'Node', 'ConfigMap', 'Secret', 'ServiceAccount', 'Endpoints'],
  ...['PersistentVolume', 'PersistentVolumeClaim', 'ResourceQuota', 'LimitRange'],
  ...['ReplicationController', 'PodTemplate', 'Scale', 'DeleteOptions', 'Binding', 'Eviction'],
  ...[
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'ControllerRevision',
    'Job',
    'CronJob',
  ],
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Ingress', 'IngressClass', 'NetworkPolicy'],
  ...['IPAddress', 'ServiceCIDR', 'EndpointSlice', 'Lease', 'PriorityClass', 'RuntimeClass'],
  ...['StorageClass', 'CSIDriver', 'CSINode', 'CSIStorageCapacity', 'VolumeAttachment'],
  ...['VolumeAttributesClass', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'CustomResourceDefinition'],
  ...['APIService', 'FlowSchema', 'PriorityLevelConfiguration', 'CertificateSigningRequest'],
  ...['DeviceClass', 'ResourceClaimTemplate', 'ResourceSlice'],
].map((name) => `V1${name}`);
ROOTS.push('V2HorizontalPodAutoscaler', 'CoreV1Event', 'ResourceV1ResourceClaim');

// The client types quantities as strings.
const QUANTITIES = {
  V1ResourceRequirements: ['limits', 'requests'],
  V1VolumeResourceRequirements: ['limits', 'requests'],
  V1PodSpec: ['overhead'],
  V1Overhead: ['podFixed'],
  V1NodeStatus: ['allocatable', 'capacity'],
  V1ContainerStatus: ['allocatedResources'],
  V1PersistentVolumeSpec: ['capacity'],
  V1PersistentVolumeClaimStatus: ['allocatedResources', 'capacity'],
  V1ResourceQuotaSpec: ['hard'],
  V1ResourceQuotaStatus: ['hard', 'used'],
  V1LimitRangeItem: ['default', 'defaultRequest', 'max', 'maxLimitRequestRatio', 'min'],
  V1EmptyDirVolumeSource: ['sizeLimit'],
  V1ResourceFieldSelector: ['divisor'],
  V2MetricTarget: ['averageValue', 'value'],
  V2MetricValueStatus: ['averageValue', 'value'],
  V2HPAScalingRules: ['tolerance'],
  V1CSIStorageCapacity: ['capacity', 'maximumVolumeSize'],
};

const PRIMITIVES = new Map([
  ['string ', 's'],
  ['string byte', 'y'],
  ['number int32', 'i'],
  ['number int64', 'l'],
  ['number double', 'd'],
  ['boolean ', 'b'],
  ['Date date-time', 't'],
  ['V1MicroTime date-time-micro', 'u'],
  ['IntOrString int-or-string', 'x'],
  ['any ', '*'],
]);

// A type named V1X is written X; the others keep their prefix, which tells namesakes apart.
const keyOf = (model) => model.replace(/^V1(?=[A-Z])/, '');

const table = new Map();
const waiting = [...ROOTS];
while (waiting.length > 0) {
  const model = waiting.pop();
  if (table.has(model)) continue;
  table.set(model, await describe(model));
}
const sorted = [...table].map(([model, fields]) => [keyOf(model), fields]);
sorted.sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(output, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);

async function describe(model) {
  const { [model]: type } = await import(new URL(`${model}.js`, models).href);
  const declaration = readFileSync(new URL(`${model}.d.ts`, models), 'utf8');
  return type
    .getAttributeTypeMap()
    .map(({ name, baseName, type: text, format }) => {
      const required = new RegExp(`^ {4}'${name.replace('$', '\\$')}': `, 'm').test(declaration);
      const quantity = QUANTITIES[model]?.includes(baseName);
      return `${baseName}${required ? '!' : ''}:${code(text, format, quantity)}`;
    })
    .join(' ');
}

function code(text, format, quantity) {
  const list = /^(?:Array<(.+)>|Set<(.+)>)$/.exec(text);
  if (list) return `[]${code(list[1] ?? list[2], format, quantity)}`;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(text);
  if (map) return `{}${code(map[1], format, quantity)}`;
  if (quantity) return 'q';
  const primitive = PRIMITIVES.get(`${text} ${format}`);
  if (primitive) return primitive;
  if (text === 'any') return '*';
  waiting.push(text);
  return keyOf(text);
}
