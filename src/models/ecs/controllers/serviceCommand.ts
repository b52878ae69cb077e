/** What the service scheduler decides. Emitted by `controllers/service.ts`; `service` is the key `<cluster>/<name>`. */
export type ServiceCommand = {
  readonly type: 'startServiceTasks';
  readonly service: string;
  /** Deployment id. */
  readonly deployment: string;
  readonly count: number;
};
