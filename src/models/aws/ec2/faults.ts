/**
 * What can go wrong with the ground (quayside requests): a zone without power, an instance that no packet reaches. A lost
 * zone is silent: EC2 goes on calling its instances `running`, nothing on them answers, and when power comes back they
 * boot again.
 */
import type { Admission, Context, Effect } from '../../../engine/model';
import { answer, refuse } from '../refusal';
import { inputOf, requiredText } from '../requestInput';
import type { Ec2Fact } from './facts';
import { knownInstances } from './requests/instanceIds';
import { tell } from './requests/changeInstanceState';
import type { AvailabilityZone, Instance } from './types';

export const loseZone = (input: unknown, ctx: Context): Admission =>
  changeZone(input, ctx, 'impaired');
export const restoreZone = (input: unknown, ctx: Context): Admission =>
  changeZone(input, ctx, 'available');

export const disconnectInstance = (input: unknown, ctx: Context): Admission =>
  changeReach(input, ctx, false);
export const reconnectInstance = (input: unknown, ctx: Context): Admission =>
  changeReach(input, ctx, true);

function changeZone(input: unknown, ctx: Context, State: AvailabilityZone['State']): Admission {
  return answer((): Admission => {
    const name = requiredText(inputOf(input), 'zone');
    const zone = ctx.get('ec2/AvailabilityZone', name);
    if (!zone) refuse('InvalidParameterValue', `Invalid availability zone: [${name}]`, ['zone']);
    if (zone.State === State) return { ok: true, output: {}, effects: [] };
    const instances = ctx.by('ec2/Instance', 'zone', name);
    const lost = State === 'impaired';
    const about = { kind: 'ec2/AvailabilityZone', key: name } as const;
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', ...about, value: { ...zone, State } },
        {
          do: 'note',
          fact: {
            model: 'aws',
            type: lost ? 'zoneLost' : 'zoneRestored',
            data: { instances: instances.filter(isThere).length },
            about,
          },
        },
        ...instances.flatMap((instance): Effect[] => [
          putReach(instance, !lost),
          tell(instance.InstanceId, lost ? 'powerLost' : 'powerRestored'),
        ]),
      ],
    };
  });
}

/** EC2 shows a terminated instance for a while. */
const isThere = ({ State }: Instance): boolean => State.Name !== 'terminated';

function changeReach(input: unknown, ctx: Context, reachable: boolean): Admission {
  return answer((): Admission => {
    const id = requiredText(inputOf(input), 'instanceId');
    const [instance] = knownInstances([id], ctx) as [Instance];
    const zone = ctx.get('ec2/AvailabilityZone', instance.Placement.AvailabilityZone);
    if (reachable && zone?.State === 'impaired')
      refuse('InvalidRequest', `The instance '${id}' is in a zone that is lost.`, ['instanceId']);
    if (instance.reachable === reachable) return { ok: true, output: {}, effects: [] };
    const about = { kind: 'ec2/Instance', key: id } as const;
    const type: Ec2Fact['type'] = reachable ? 'instanceReconnected' : 'instanceDisconnected';
    return {
      ok: true,
      output: {},
      effects: [
        putReach(instance, reachable),
        { do: 'note', fact: { model: 'aws', type, data: {}, about } },
      ],
    };
  });
}

const putReach = (instance: Instance, reachable: boolean): Effect => ({
  do: 'put',
  kind: 'ec2/Instance',
  key: instance.InstanceId,
  value: { ...instance, reachable },
});
