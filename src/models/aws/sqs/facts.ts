/** `about` is the queue. */
export type SqsFact =
  | { readonly type: 'queueCreated'; readonly data: { readonly VisibilityTimeout: number } }
  | { readonly type: 'queueDeleted'; readonly data: { readonly messages: number } }
  | { readonly type: 'queueAttributesSet'; readonly data: { readonly names: readonly string[] } }
  | { readonly type: 'queuePurged'; readonly data: { readonly messages: number } }
  | {
      readonly type: 'producersSet';
      readonly data: { readonly messagesPerSecond: number; readonly shape?: string };
    }
  | { readonly type: 'messagesSent'; readonly data: { readonly count: number } }
  /** Nothing is left in it, after there had been more than its workers could take at once. */
  | {
      readonly type: 'queueDrained';
      readonly data: { readonly deleted: number; readonly tookMs: number };
    }
  /** A worker is gone with messages in hand. */
  | {
      readonly type: 'messagesAbandoned';
      readonly data: { readonly count: number; readonly visibleInMs: number };
    }
  /** Their visibility timeout is over: somebody will get them again. */
  | { readonly type: 'messagesReturned'; readonly data: { readonly count: number } }
  | { readonly type: 'messagesExpired'; readonly data: { readonly count: number } }
  | {
      readonly type: 'messagesMovedToDeadLetterQueue';
      readonly data: { readonly count: number; readonly to: string };
    };
