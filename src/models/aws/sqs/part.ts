/** Amazon SQS: standard queues, their producers, and the workers that empty them. */
import type { ModelPart } from '../../../engine/composeModel';
import type { AnyRequest } from '../../../engine/model';
import { actions } from '../actions';
import { sqsCommands } from './commands';
import { sqsControllers, sqsWatches } from './controllers';
import { sqsInvariants } from './invariants';
import { getQueueAttributes, getQueueUrl, listQueues } from './requests/describe';
import { sendMessage, sendMessageBatch, sendMessages } from './requests/messages';
import { namesQueue, setProducers } from './requests/producers';
import { createQueue, deleteQueue, purgeQueue, setQueueAttributes } from './requests/queues';

const requests = actions({
  changes: {
    sqs: {
      CreateQueue: createQueue,
      SetQueueAttributes: setQueueAttributes,
      PurgeQueue: purgeQueue,
      DeleteQueue: deleteQueue,
      SendMessage: sendMessage,
      SendMessageBatch: sendMessageBatch,
    },
    quayside: { sendMessages },
  },
  queries: {
    sqs: {
      GetQueueUrl: getQueueUrl,
      GetQueueAttributes: getQueueAttributes,
      ListQueues: listQueues,
    },
  },
});

export const sqsPart: ModelPart = {
  ...requests,
  /** `setTraffic` is of a queue or of a load balancer. */
  admit(request, ctx) {
    const { api, action, input } = request as AnyRequest & { action?: string; input?: unknown };
    if (api === 'quayside' && action === 'setTraffic' && namesQueue(input))
      return setProducers(input, ctx);
    return requests.admit(request, ctx);
  },
  commands: sqsCommands,
  controllers: sqsControllers,
  watches: sqsWatches,
  invariants: sqsInvariants,
};
