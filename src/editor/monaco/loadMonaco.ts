/**
 * Monaco with JSON and YAML, their workers and the schemas, once. The languages complete, explain, fold and format;
 * what is wrong is said by our own validation alone, in the platform's words, so theirs is off.
 */
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import { configureMonacoYaml } from 'monaco-yaml';
import { withLegacyWorkers } from './legacyWorkers';
import YamlWorker from './yaml.worker?worker';

export type MonacoApi = typeof import('monaco-editor/editor');

let loaded: Promise<MonacoApi> | undefined;

export function loadMonaco(language: 'en' | 'ko'): Promise<MonacoApi> {
  loaded ??= load(language);
  return loaded;
}

async function load(language: 'en' | 'ko'): Promise<MonacoApi> {
  // The words must be there before the editor is: it reads them while its modules load.
  if (language === 'ko') await import('monaco-editor/nls/lang/ko');
  const [monaco, { jsonDefaults }, kubernetes, ecs, eksctl] = await Promise.all([
    import('./monacoParts'),
    import('monaco-editor/languages/features/json/register'),
    import('../schemas/kubernetes.json'),
    import('../schemas/ecs.json'),
    import('../schemas/clusterConfigSchema'),
  ]);
  globalThis.MonacoEnvironment = { getWorker: (_id: string, label: string) => makeWorker(label) };
  jsonDefaults.setDiagnosticsOptions({
    validate: false,
    enableSchemaRequest: false,
    schemas: [{ uri: 'inmemory://schemas/ecs.json', fileMatch: ['*.json'], schema: ecs.default }],
  });
  configureMonacoYaml(withLegacyWorkers(monaco, makeWorker), {
    enableSchemaRequest: false,
    isKubernetes: true,
    validate: false,
    completion: true,
    hover: true,
    yamlVersion: '1.1',
    schemas: [
      {
        uri: 'inmemory://schemas/kubernetes.json',
        fileMatch: ['**/*.yaml', '**/*.yml'],
        schema: {
          ...kubernetes.default,
          oneOf: [...kubernetes.default.oneOf, eksctl.CLUSTER_CONFIG_REF],
          definitions: {
            ...kubernetes.default.definitions,
            ...eksctl.clusterConfigDefinitions(),
          },
        },
      },
    ],
  });
  return monaco;
}

function makeWorker(label: string): Worker {
  if (label === 'json') return new JsonWorker();
  return label === 'yaml' ? new YamlWorker() : new EditorWorker();
}
