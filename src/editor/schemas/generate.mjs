/**
 * Writes the JSON schemas that the editor completes and explains from, out of published type declarations:
 * Kubernetes objects from @kubernetes/client-node, ECS requests from @aws-sdk/client-ecs (both Apache-2.0).
 *
 *     node src/editor/schemas/generate.mjs
 *
 * The declarations say types, required members and descriptions. What they leave out and a learner needs (the words
 * that a text field may hold) stands in `kubernetesWords.mjs`.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { KINDS, QUANTITIES, WORDS } from './kubernetesWords.mjs';
import { awsDefinitions, awsKinds, groupKinds } from './awsSchema.mjs';
import { scalingDefinitions } from './scalingSchema.mjs';

const require = createRequire(import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DESCRIPTION_LIMIT = 160;

write('kubernetes.json', kubernetesSchema());
write('ecs.json', ecsSchema());

function kubernetesSchema() {
  const declarations = declarationsOf('@kubernetes/client-node', ['dist/gen/models/all.d.ts'], {
    number: 'integer',
    // The client escapes names that TypeScript reserves: `_continue`, `_default`.
    propertyName: (name) => name.replace(/^_/, ''),
  });
  const { definitions } = declarations;
  const kinds = KINDS.map(([apiVersion, kind, className]) => {
    const name = declarations.define(className ?? `V1${kind}`);
    const { properties, required = [] } = definitions[name];
    properties.apiVersion = { ...properties.apiVersion, const: apiVersion };
    properties.kind = { ...properties.kind, const: kind };
    delete properties.status;
    definitions[name].required = [...new Set(['apiVersion', 'kind', ...required])];
    return name;
  });
  for (const [definition, fields] of Object.entries(QUANTITIES))
    for (const field of fields) {
      const property = definitions[definition]?.properties[field];
      if (property?.additionalProperties)
        property.additionalProperties = { type: ['string', 'number'] };
    }
  for (const [definition, fields] of Object.entries(WORDS))
    for (const [field, words] of Object.entries(fields)) {
      const property = definitions[definition]?.properties[field];
      if (!property) throw new Error(`no ${definition}.${field} in the declarations`);
      property.enum = words;
    }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    oneOf: kinds.map((name) => ({ $ref: `#/definitions/${name}` })),
    definitions: reachable(definitions, kinds),
  };
}

/** One schema for every JSON file of AWS; what the file holds says which request it is the input of. */
function ecsSchema() {
  const declarations = declarationsOf(
    '@aws-sdk/client-ecs',
    ['dist-types/models/models_0.d.ts', 'dist-types/models/models_1.d.ts'],
    { number: 'number', propertyName: (name) => name },
  );
  const taskDefinition = declarations.define('RegisterTaskDefinitionRequest');
  const service = declarations.define('CreateServiceRequest');
  const runTask = declarations.define('RunTaskRequest');
  const cluster = declarations.define('CreateClusterRequest');
  const provider = declarations.define('CreateCapacityProviderRequest');
  const providers = declarations.define('PutClusterCapacityProvidersRequest');
  const { definitions } = declarations;
  // A service file may be the input of UpdateService too.
  definitions[service].properties.service = { type: 'string' };
  definitions[service].properties.forceNewDeployment = { type: 'boolean' };
  definitions[service].required = [];
  const when = (keys, then, otherwise) => ({
    if: { anyOf: keys.map((key) => ({ required: [key] })) },
    then: { $ref: `#/definitions/${then}` },
    else: otherwise,
  });
  const among = (kinds, otherwise) =>
    kinds.reduceRight((rest, [keys, then]) => when(keys, then, rest), otherwise);
  const ecs = among(
    [
      [['containerDefinitions', 'family'], taskDefinition],
      [['autoScalingGroupProvider'], provider],
      [['serviceName', 'service', 'desiredCount'], service],
      [['taskDefinition'], runTask],
      [['cluster'], providers],
    ],
    { $ref: `#/definitions/${cluster}` },
  );
  const scaling = among(
    [
      [['PolicyName', 'PolicyType'], 'PutScalingPolicyRequest'],
      [['ScheduledActionName', 'Schedule'], 'PutScheduledActionRequest'],
      [['ScalableDimension', 'ServiceNamespace', 'ResourceId'], 'RegisterScalableTargetRequest'],
    ],
    ecs,
  );
  const ofGroup = among(groupKinds, { $ref: '#/definitions/AutoScalingGroupRequest' });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    ...among(awsKinds, {
      if: { required: ['AutoScalingGroupName'] },
      then: ofGroup,
      else: scaling,
    }),
    definitions: {
      ...reachable(definitions, [
        ...[taskDefinition, service, runTask, cluster, provider, providers],
      ]),
      ...scalingDefinitions,
      ...awsDefinitions,
    },
  };
}

/** Reads type declarations of a package; `define` turns one exported type, and all it refers to, into definitions. */
function declarationsOf(packageName, files, options) {
  const root = require.resolve(`${packageName}/package.json`).replace(/package\.json$/, '');
  const program = ts.createProgram(
    files.map((file) => root + file),
    { target: ts.ScriptTarget.ES2022, strict: true, noEmit: true, skipLibCheck: true },
  );
  const checker = program.getTypeChecker();
  const definitions = {};

  function define(name) {
    const symbol = exported(name);
    schemaOf(checker.getDeclaredTypeOfSymbol(symbol));
    return name;
  }

  function exported(name) {
    for (const file of files) {
      const module = checker.getSymbolAtLocation(program.getSourceFile(root + file));
      const found = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
      if (found)
        return found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    }
    throw new Error(`${packageName} declares no ${name}`);
  }

  function schemaOf(type) {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    // The SDK's free JSON refers to itself.
    if (type.aliasSymbol?.name === 'DocumentType') return {};
    if (type.isUnion()) return unionSchema(type);
    if (type.isStringLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: options.number };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (checker.isArrayType(type))
      return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0]) };
    return type.flags & ts.TypeFlags.Object ? objectSchema(type) : {};
  }

  function unionSchema(type) {
    const parts = type.types.filter(
      (part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)),
    );
    if (parts.length === 1) return schemaOf(parts[0]);
    if (parts.every((part) => part.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    if (parts.every((part) => part.isStringLiteral()))
      return { type: 'string', enum: parts.map((part) => part.value) };
    const plain = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike;
    if (parts.every((part) => part.flags & plain))
      return { type: [...new Set(parts.map((part) => schemaOf(part).type ?? 'string'))] };
    return { anyOf: parts.map(schemaOf) };
  }

  function objectSchema(type) {
    const name = (type.aliasSymbol ?? type.symbol)?.name;
    if (name === 'Date') return { type: 'string', format: 'date-time' };
    if (name === 'Uint8Array') return { type: 'string' };
    const index = checker.getIndexInfosOfType(type)[0];
    if (index && type.getProperties().length === 0)
      return { type: 'object', additionalProperties: schemaOf(index.type) };
    if (!name || name === '__type') return members(type);
    if (!definitions[name]) {
      definitions[name] = {};
      definitions[name] = members(type);
    }
    return { $ref: `#/definitions/${name}` };
  }

  function members(type) {
    const properties = {};
    const required = [];
    for (const symbol of type.getProperties()) {
      const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
      if (!declaration || ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration))
        continue;
      const name = options.propertyName(symbol.name);
      const schema = schemaOf(checker.getTypeOfSymbolAtLocation(symbol, declaration));
      properties[name] = { ...schema, ...description(symbol) };
      if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(name);
    }
    const schema = { type: 'object', properties, additionalProperties: false };
    return required.length > 0 ? { ...schema, required } : schema;
  }

  function description(symbol) {
    const text = ts
      .displayPartsToString(symbol.getDocumentationComment(checker))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\\(['"])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim();
    if (text === '') return {};
    if (text.length <= DESCRIPTION_LIMIT) return { description: text };
    const firstSentence = /^.{20,}?[.](?= )/.exec(text)?.[0];
    if (firstSentence && firstSentence.length <= DESCRIPTION_LIMIT)
      return { description: firstSentence };
    return { description: `${text.slice(0, DESCRIPTION_LIMIT).replace(/\s\S*$/, '')} …` };
  }

  return { definitions, define };
}

function reachable(definitions, roots) {
  const seen = new Set();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const refs = JSON.stringify(definitions[name]).matchAll(/#\/definitions\/(\w+)/g);
    queue.push(...[...refs].map((match) => match[1]));
  }
  return Object.fromEntries([...seen].sort().map((name) => [name, definitions[name]]));
}

function write(file, schema) {
  const text = JSON.stringify(schema);
  writeFileSync(here(file), text + '\n');
  console.log(file, text.length, Object.keys(schema.definitions).length);
}
