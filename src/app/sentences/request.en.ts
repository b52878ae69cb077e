import type { Request } from '../../host/protocol';
import type { RequestData, Sentence } from './types';
import { breaks, inputOf, nameIn, shapeIn, sizesIn } from './requestParts';

export const requested = (data: RequestData): Sentence => {
  const text = deed(data.request);
  if (data.by === 'scenario')
    return { head: `**${breaks(data.request) ? 'Fault' : 'Scenario'}** ${text}` };
  return { head: `**You** ${text}` };
};

const rateOf = (input: ReturnType<typeof inputOf>): string =>
  input['queue'] === undefined
    ? `${Number(input['requestsPerSecond'])} requests/s`
    : `${Number(input['messagesPerSecond'])} messages/s`;

function deed(request: Request): string {
  if (request.api === 'kubernetes')
    return `${request.verb} \`${request.resource}/${request.name ?? ''}${request.subresource ? `/${request.subresource}` : ''}\``;
  const input = inputOf(request);
  const name = nameIn(input);
  switch (request.action) {
    case 'crashContainer':
      return `process in ${name} exits with ${Number(input['exitCode'] ?? 1)}`;
    case 'loseZone':
      return `zone ${name} impaired`;
    case 'restoreZone':
      return `zone ${name} brought back`;
    case 'disconnectInstance':
      return `instance ${name} cut off`;
    case 'reconnectInstance':
      return `instance ${name} connected again`;
    case 'refuseCapacity':
      return `EC2 has no ${name} to give`;
    case 'restoreCapacity':
      return `EC2 has ${name} again`;
    case 'stopMetrics':
      return 'metrics API stopped';
    case 'startMetrics':
      return 'metrics API started';
    case 'CreateCapacityProvider':
    case 'UpdateCapacityProvider':
      return `${request.action} \`${String(input['name'])}\``;
    case 'PutClusterCapacityProviders':
      return `${request.action} \`${String(input['cluster'])}\``;
    case 'interruptSpot':
      return `EC2 takes spot capacity back: ${name}`;
    case 'recommendRebalance':
      return `EC2 calls spot capacity at risk: ${name}`;
    case 'UpdateNodegroupConfig':
      return `node group \`${String(input['nodegroupName'])}\`: ${sizesIn(input)}`;
    case 'SetDesiredCapacity':
      return `group ${name}: desired capacity ${Number(input['DesiredCapacity'])}`;
    case 'setTraffic':
      return `traffic on ${name}: ${shapeIn(input) ?? rateOf(input)}`;
    case 'sendMessages':
      return `${Number(input['count'])} messages to ${name}`;
    case 'drainNode':
      return `drain node ${name}`;
    default:
      return `${request.action} ${name}`;
  }
}
