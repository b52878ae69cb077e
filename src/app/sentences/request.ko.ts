import type { Request } from '../../host/protocol';
import { josa } from '../i18n/josa';
import { breaks, inputOf, nameIn, shapeIn, sizesIn, type NamedShape } from './requestParts';
import type { RequestData, Sentence } from './types';

export const requested = (data: RequestData): Sentence => {
  const text = deed(data.request);
  if (data.by === 'scenario')
    return { head: `**${breaks(data.request) ? '장애' : '시나리오'}** ${text}` };
  return { head: `**나** ${text}` };
};

const SHAPES: Readonly<Record<NamedShape, string>> = {
  ramp: '서서히 바뀜',
  wave: '오르내림',
  spike: '한때 치솟음',
  schedule: '시간표대로',
  replay: '기록 재생',
};

function trafficOf(input: ReturnType<typeof inputOf>): string {
  const shape = shapeIn(input);
  if (shape) return SHAPES[shape];
  return input['queue'] === undefined
    ? `초당 요청 ${Number(input['requestsPerSecond'])}건`
    : `초당 메시지 ${Number(input['messagesPerSecond'])}개`;
}

function deed(request: Request): string {
  if (request.api === 'kubernetes')
    return `${request.verb} \`${request.resource}/${request.name ?? ''}${request.subresource ? `/${request.subresource}` : ''}\``;
  const input = inputOf(request);
  const name = nameIn(input);
  switch (request.action) {
    case 'crashContainer':
      return `${name} 프로세스가 ${josa(Number(input['exitCode'] ?? 1), '으로/로')} 끝남`;
    case 'loseZone':
      return `${name} 영역 장애`;
    case 'restoreZone':
      return `${name} 영역 복구`;
    case 'disconnectInstance':
      return `인스턴스 ${name} 네트워크 끊기`;
    case 'reconnectInstance':
      return `인스턴스 ${name} 네트워크 잇기`;
    case 'refuseCapacity':
      return `EC2에 ${name} 여유 없음`;
    case 'restoreCapacity':
      return `EC2에 ${name} 여유 생김`;
    case 'stopMetrics':
      return '지표 API 멈춤';
    case 'startMetrics':
      return '지표 API 다시 시작';
    case 'CreateCapacityProvider':
    case 'UpdateCapacityProvider':
      return `${request.action} \`${String(input['name'])}\``;
    case 'PutClusterCapacityProviders':
      return `${request.action} \`${String(input['cluster'])}\``;
    case 'interruptSpot':
      return `스팟 용량 회수: ${name}`;
    case 'recommendRebalance':
      return `스팟 회수 위험 알림: ${name}`;
    case 'UpdateNodegroupConfig':
      return `노드 그룹 \`${String(input['nodegroupName'])}\`: ${sizesIn(input)}`;
    case 'SetDesiredCapacity':
      return `그룹 ${name} 원하는 용량: ${Number(input['DesiredCapacity'])}대`;
    case 'setTraffic':
      return `${name} 트래픽: ${trafficOf(input)}`;
    case 'sendMessages':
      return `${name} 대기열에 메시지 ${Number(input['count'])}개`;
    case 'drainNode':
      return `노드 ${name} 드레인`;
    default:
      return `${request.action} ${name}`;
  }
}
