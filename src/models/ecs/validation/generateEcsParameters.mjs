/**
 * Writes `parameters.ts`: the members of every ECS request that the simulator takes, from the type declarations of
 * @aws-sdk/client-ecs. Run from the project's root after an update of that package:
 *
 *     node src/models/ecs/validation/generateEcsParameters.mjs && npx prettier --write src/models/ecs/validation/parameters.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const PACKAGE = 'node_modules/@aws-sdk/client-ecs';
const OUT = 'src/models/ecs/validation/parameters.ts';
const ACTIONS = [
  ...['CreateCluster', 'DeleteCluster', 'DescribeClusters', 'ListClusters'],
  ...['RegisterTaskDefinition', 'DeregisterTaskDefinition', 'DeleteTaskDefinitions'],
  ...['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
  ...['CreateService', 'UpdateService', 'DeleteService', 'DescribeServices', 'ListServices'],
  ...[
    'RunTask',
    'StartTask',
    'StopTask',
    'UpdateTaskProtection',
    'GetTaskProtection',
    'DescribeTasks',
    'ListTasks',
  ],
  ...['DescribeContainerInstances', 'ListContainerInstances'],
  ...['UpdateContainerInstancesState', 'DeregisterContainerInstance'],
  ...['CreateCapacityProvider', 'UpdateCapacityProvider', 'DeleteCapacityProvider'],
  ...['DescribeCapacityProviders', 'PutClusterCapacityProviders'],
];
/** Request -> the structure that its response describes: members found only there are describe-only. */
const DESCRIBED = {
  RegisterTaskDefinitionRequest: 'TaskDefinition',
  CreateServiceRequest: 'Service',
  CreateClusterRequest: 'Cluster',
  CreateCapacityProviderRequest: 'CapacityProvider',
};
/** Members that the API model has as Double; the declarations say `number` for all. */
const DOUBLES = new Set(['stepPercent', 'canaryPercent']);

const roots = ['models_0', 'models_1', 'enums'].map(
  (f) => `${PACKAGE}/dist-types/models/${f}.d.ts`,
);
const program = ts.createProgram(roots, {
  target: ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  strict: true,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();
const declared = new Map();
for (const root of roots)
  for (const symbol of checker.getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(root)),
  ))
    declared.set(symbol.name, declared.get(symbol.name) ?? symbol);

const structures = {};
const enums = {};

/** ECS Managed Instances are refused as a whole, so nothing looks inside. */
const CLOSED = new Set(['managedInstancesProvider']);

function typeOf(type, owner, member, node) {
  if (CLOSED.has(member)) return 'document';
  if (node.getText().includes('__DocumentType')) return 'document';
  const parts = (type.isUnion() ? type.types : [type]).filter(
    (t) => !(t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)),
  );
  const [only] = parts;
  if (parts.every((t) => t.flags & ts.TypeFlags.BooleanLike)) return 'boolean';
  if (parts.every((t) => t.isStringLiteral())) return enumNamed(node);
  if (only.flags & ts.TypeFlags.StringLike) return 'string';
  if (only.flags & ts.TypeFlags.NumberLike) return DOUBLES.has(member) ? 'double' : 'integer';
  if (checker.isArrayType(only))
    return `${typeOf(checker.getTypeArguments(only)[0], owner, member, node)}[]`;
  const index = checker.getIndexInfoOfType(only, ts.IndexKind.String);
  if (index) return `{${typeOf(index.type, owner, member, node)}}`;
  const union = parts.filter((t) => !t.symbol.name.startsWith('$Unknown'));
  const name = union.length < parts.length ? namesIn(node)[0] : only.symbol.name;
  if (name === 'Date') return 'timestamp';
  structureOf(name, union);
  return name;
}

/** Names of types in a member's declaration: `NetworkMode | undefined`, `LaunchType[] | undefined`. */
const namesIn = (node) => [...node.getText().matchAll(/[A-Z]\w+/g)].map((match) => match[0]);

function enumNamed(node) {
  const name = namesIn(node).find((n) => declared.get(n)?.valueDeclaration);
  const type = checker.getTypeOfSymbol(declared.get(name));
  enums[name] = type.getProperties().map((p) => checker.getTypeOfSymbol(p).value);
  return name;
}

/** A union of structures (exactly one member may be given) becomes one structure with all members optional. */
function structureOf(name, types) {
  if (structures[name]) return;
  const members = (structures[name] = {});
  for (const type of types)
    for (const property of inModelOrder(type)) {
      const node = property.valueDeclaration.type;
      const own = checker.getTypeOfSymbol(property);
      if (property.name === '$unknown' || own.flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined))
        continue;
      const of = typeOf(own, name, property.name, node);
      const optional = types.length > 1 || property.flags & ts.SymbolFlags.Optional;
      members[property.name] = optional ? of : `${of}!`;
    }
}

const inModelOrder = (type) =>
  [...type.getProperties()].sort((a, b) => a.valueDeclaration.pos - b.valueDeclaration.pos);
const declaredType = (name) => checker.getDeclaredTypeOfSymbol(declared.get(name));

for (const action of ACTIONS) structureOf(`${action}Request`, [declaredType(`${action}Request`)]);
const describeOnly = Object.fromEntries(
  Object.entries(DESCRIBED).map(([request, described]) => [
    request,
    inModelOrder(declaredType(described))
      .map((p) => p.name)
      .filter((name) => !(name in structures[request])),
  ]),
);

const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'));
writeFileSync(
  OUT,
  `/**
 * Generated by src/models/ecs/validation/generateEcsParameters.mjs from @aws-sdk/client-ecs ${version}; do not edit.
 * Every member of the requests that the simulator takes, in the API model's order. A type is \`string\`, \`integer\`,
 * \`double\`, \`boolean\`, \`document\` (anything), an enum, a structure, \`T[]\` or \`{T}\` (a map of texts to T); \`!\`: required.
 */

export const STRUCTURES: Readonly<Record<string, Readonly<Record<string, string>>>> =
  ${JSON.stringify(structures)};

export const ENUMS: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(enums)};

/** Members that only the response has: what stays in a definition copied from describe output. */
export const DESCRIBE_ONLY: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(describeOnly)};
`,
);
