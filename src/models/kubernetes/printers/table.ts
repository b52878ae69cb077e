/**
 * The server's side of `kubectl get`: one row an object, columns per kind (pkg/printers/internalversion, v1.34). Columns
 * of priority 1 are those of `-o wide`.
 */
import type { Read } from '../../../engine/model';
import type { ObjectKind } from '../api/indexes';
import type { KubernetesObject } from '../types';
import type { Resource } from '../validation/resources';
import { columnsOf } from './columns';
import { wireMetadata, type WireObject } from './wire';

export interface TableObject {
  readonly kind: ObjectKind;
  readonly key: string;
  readonly object: KubernetesObject;
}

/** `meta.k8s.io/v1` Table. Cells of time are ages at `read.nowMs`. */
export function tableOf(
  read: Read,
  resource: Resource,
  objects: readonly TableObject[],
): Readonly<Record<string, unknown>> {
  const columns = columnsOf(resource.kind);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: columns.map(({ name, type = 'string', wide = false }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((stored) => ({
      cells: columns.map((column) => column.cell(stored.object, read.nowMs)),
      object: partialMetadata(read, stored),
    })),
  };
}

const partialMetadata = (read: Read, { kind, key, object }: TableObject): WireObject => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: wireMetadata(object.metadata, read.meta(kind, key)?.revision),
});
