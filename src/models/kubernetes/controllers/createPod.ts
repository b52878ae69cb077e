/** A pod made from a controller's template (pkg/controller/controller_utils.go GetPodFromTemplate, v1.34). */
import type { Context, Effect, RandomStream, Read } from '../../../engine/model';
import { admitPodSpec } from '../api/podAdmission';
import { recordEvent } from '../api/recordEvent';
import { generateName, newUid, objectKey } from '../naming';
import { mutated } from '../outside/podMutations';
import { podQosClass } from '../qos';
import type { KubernetesObject, Pod, PodTemplateSpec } from '../types';
import { recordKey, resourceByKind } from '../validation/resources';

export interface PodOwner extends KubernetesObject {
  readonly spec: { readonly template: PodTemplateSpec };
}

/**
 * Names and uids come from a stream of the owner's, so that no other owner's pods are named differently for it. `together`
 * holds the names of the pods that are created at the same time, and gets this one's. `base`: what the name begins with.
 */
export function createPodEffects(
  owner: PodOwner,
  component: string,
  counts: { readonly active: number; readonly wanted: number },
  ctx: Context,
  together: Set<string> = new Set(),
  base: string = owner.metadata.name,
): readonly Effect[] {
  const { metadata, spec: template } = mutated(ctx, templateOf(owner));
  const admitted = admitPodSpec(ctx, template, owner.metadata.namespace ?? 'default');
  if (admitted.error !== undefined) {
    const message = `Error creating: pods "${base}-" is forbidden: ${admitted.error}`;
    return [
      {
        do: 'note',
        fact: {
          model: 'kubernetes',
          type: 'podCreationRefused',
          about: recordOf(owner) as never,
          data: { message },
        },
      },
      ...recordEvent(ctx, owner, {
        type: 'Warning',
        reason: 'FailedCreate',
        message,
        component,
      }),
    ];
  }
  const random = ctx.random(`kubernetes/podName/${owner.metadata.uid}`);
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: freeName(owner, base, random, ctx, together),
      generateName: `${base}-`,
      namespace: owner.metadata.namespace ?? 'default',
      uid: newUid(random),
      creationTimestamp: ctx.nowMs,
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: admitted.spec,
    status: { phase: 'Pending', qosClass: podQosClass(admitted.spec) },
  };
  const about = { kind: 'kubernetes/Pod', key: objectKey(pod.metadata) } as const;
  return [
    { do: 'put', ...about, value: pod },
    {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'podCreated',
        about,
        data: { ownerKind: owner.kind, owner: owner.metadata.name, ...counts },
      },
    },
    ...recordEvent(ctx, owner, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component,
    }),
  ];
}

/** The template as the pod that it will be: admission looks at its namespace and labels. */
const templateOf = ({ metadata: { namespace = 'default' }, spec: { template } }: PodOwner) => ({
  metadata: { ...template.metadata, namespace } as Pod['metadata'],
  spec: template.spec,
});

function recordOf({ apiVersion, kind, metadata }: PodOwner): { kind: string; key: string } {
  const resource = resourceByKind(apiVersion, kind);
  return resource
    ? {
        kind: resource.recordKind,
        key: recordKey(resource, metadata.namespace, metadata.name),
      }
    : { kind: `kubernetes/${kind}`, key: objectKey(metadata) };
}

/** A name that is taken is drawn again (apiserver registry/generic Store.Create, feature RetryGenerateName, GA in v1.32). */
function freeName(
  { metadata: { namespace = 'default' } }: PodOwner,
  base: string,
  random: RandomStream,
  read: Read,
  together: Set<string>,
): string {
  for (;;) {
    const name = generateName(`${base}-`, random);
    if (together.has(name) || read.has('kubernetes/Pod', objectKey({ namespace, name }))) continue;
    together.add(name);
    return name;
  }
}
