/**
 * DeleteService: a REPLICA service must be scaled to 0 first, or the call forced. The service goes DRAINING; the
 * scheduler stops its tasks and ends at INACTIVE, where it stays.
 */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { wireService } from '../printers/wire';
import type { Service } from '../types';
import { accepted } from './answers';
import { note } from './facts';
import { clusterNamed, serviceKey, serviceNamed } from './lookups';

export interface DeleteServiceRequest {
  readonly cluster?: string;
  readonly service: string;
  readonly force?: boolean;
}

export function deleteService(input: DeleteServiceRequest, ctx: Context): Admission {
  const { clusterName } = clusterNamed(ctx, input.cluster);
  const service = serviceNamed(ctx, clusterName, input.service);
  if (service.status === 'INACTIVE')
    refuse('ServiceNotActiveException', 'Service was not ACTIVE.', ['service']);
  if (service.status === 'DRAINING') return accepted({ service: wireService(service) });
  const { desiredCount, schedulingStrategy } = service;
  if (schedulingStrategy === 'REPLICA' && desiredCount > 0 && !input.force)
    refuse(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
      ['service'],
    );
  const draining: Service = { ...service, status: 'DRAINING', desiredCount: 0 };
  const key = serviceKey(clusterName, input.service);
  return accepted({ service: wireService(draining) }, [
    { do: 'put', kind: 'ecs/Service', key, value: draining },
    note({ kind: 'ecs/Service', key }, { type: 'serviceDeleted', data: { desiredCount } }),
  ]);
}
