/**
 * EKS DeleteNodegroup (eks 2017-11-01; User Guide, "Delete a managed node group"): the Auto Scaling group goes to zero, so
 * that every node is drained and its instance ends; then group and launch template go.
 */
import type { Admission, Context } from '../../../engine/model';
import { membersOf } from '../../aws/autoscaling/observeGroup';
import { updateAutoScalingGroup } from '../../aws/autoscaling/requests/changeGroup';
import { answer } from '../../aws/refusal';
import { inputOf } from '../../aws/requestInput';
import { wireNodegroup } from '../printers/nodegroup';
import type { Nodegroup } from '../types';
import { nodegroupNamed, onlyKnown, refuseEks } from './refusals';
import { keyOf } from './updateNodegroupConfig';

export const deleteNodegroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    onlyKnown(given, ['clusterName', 'nodegroupName']);
    const before = nodegroupNamed(given, ctx);
    if (before.status === 'DELETING')
      refuseEks(
        'ResourceInUseException',
        `Nodegroup cannot be deleted as it is currently in DELETING state`,
        ['nodegroupName'],
      );
    const after: Nodegroup = {
      ...before,
      status: 'DELETING',
      modifiedAt: ctx.nowMs,
      updatedAtMs: null,
    };
    const [group] = before.resources.autoScalingGroups;
    const toZero = updateAutoScalingGroup(
      { AutoScalingGroupName: group?.name, MinSize: 0, DesiredCapacity: 0 },
      ctx,
    );
    const about = { kind: 'eks/Nodegroup', key: keyOf(after) } as const;
    const data = { nodes: membersOf(group?.name ?? '', ctx).length };
    return {
      ok: true,
      output: { nodegroup: wireNodegroup(after) },
      effects: [
        { do: 'put', ...about, value: after },
        { do: 'note', fact: { model: 'eks', type: 'nodegroupDeleting', about, data } },
        ...(toZero.ok ? toZero.effects : []),
      ],
    };
  });
