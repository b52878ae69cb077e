/**
 * monaco-yaml 5.5 (through monaco-worker-manager 2.0) creates its worker in the way that Monaco had before 0.55:
 * `createWebWorker({ moduleId, label, createData })`. Today's Monaco wants the worker itself and forwards no data. The
 * copy of the namespace handed to monaco-yaml speaks the old way and does the new one. The namespace itself is frozen.
 */
import type * as Monaco from 'monaco-editor/editor';

interface LegacyOptions {
  readonly label?: string;
  readonly createData?: unknown;
  readonly worker?: Worker | Promise<Worker>;
}

export function withLegacyWorkers(
  monaco: typeof Monaco,
  makeWorker: (label: string) => Worker,
): typeof Monaco {
  const createWebWorker = (options: LegacyOptions) => {
    if (options.worker)
      return monaco.editor.createWebWorker(options as Monaco.editor.IInternalWebWorkerOptions);
    const worker = makeWorker(options.label ?? '');
    // The first message is consumed by the worker manager's initialize(), the second by the worker's.
    worker.postMessage('ignore');
    worker.postMessage(options.createData);
    return monaco.editor.createWebWorker({ worker });
  };
  return { ...monaco, editor: { ...monaco.editor, createWebWorker } } as typeof Monaco;
}
