/**
 * What well-known images do when they are run as they come. Sizes are compressed megabytes of the linux/amd64 image, as
 * the registries list them (Docker Hub, ECR Public, registry.k8s.io; rounded, late 2025); start-up, CPU per request and
 * memory are typical figures of an idle default configuration, chosen for teaching. Configuration files are not read: a
 * server listens where it does out of the box.
 */
import { timings } from './timings';
import type { ImageBehaviour } from './types';

type Behaviour = Omit<ImageBehaviour, 'name'>;

export interface KnownImage {
  /** Last parts of the repository (`library/nginx`, `nginx/nginx` and `bitnami/nginx` all end in `nginx`), or globs. */
  readonly repositories: readonly string[];
  readonly behaviour: Behaviour;
  /** Megabytes of the small variants, by a word in the tag. */
  readonly variants?: Readonly<Record<string, number>>;
  /** Its own command is a shell or an interpreter, which ends at once where there is no terminal. */
  readonly interactive?: boolean;
}

/** What an image does of which nothing is known: it serves on whatever port is mapped. */
export const plainServer: Behaviour = {
  sizeMB: 80,
  startUpMs: 1_000,
  readyMs: 2_000,
  cpuPerRequestMs: 5,
  idleCpuMilli: 0,
  memoryMiB: 64,
  memoryPerRequestKiB: 0,
  leakMiBPerMinute: 0,
  exits: null,
  listens: [],
  fails: null,
  stopsAfterMs: 1_000,
};

type Own = Partial<Behaviour> & Pick<KnownImage, 'variants'>;

const image =
  (base: Partial<Behaviour>, interactive = false) =>
  (repositories: string, { variants, ...own }: Own): KnownImage => ({
    repositories: repositories.split(' '),
    behaviour: { ...plainServer, ...base, ...own },
    ...(variants ? { variants } : {}),
    ...(interactive ? { interactive } : {}),
  });

const server = image({});
const webServer = image({ startUpMs: 200, readyMs: 300, cpuPerRequestMs: 1, memoryMiB: 10 });
const database = image({ cpuPerRequestMs: 2 });
const worker = image({ listens: null, cpuPerRequestMs: 0 });
/** Without a terminal and without a command it ends at once; as PID 1 it hears no SIGTERM. */
const shell = image(
  {
    listens: null,
    startUpMs: 0,
    readyMs: 0,
    memoryMiB: 4,
    exits: { afterMs: 100, code: 0 },
    stopsAfterMs: timings.ignoresSigtermMs,
  },
  true,
);
const demo = image({
  sizeMB: 60,
  readyMs: 3_000,
  cpuPerRequestMs: 20,
  memoryMiB: 120,
  stopsAfterMs: 5_000,
});

export const knownImages: readonly KnownImage[] = [
  // Web servers and proxies.
  webServer('nginx nginx-slim', { sizeMB: 72, variants: { alpine: 21 }, listens: [80] }),
  webServer('nginx-unprivileged', { sizeMB: 72, variants: { alpine: 21 }, listens: [8080] }),
  webServer('httpd php-apache', { sizeMB: 58, variants: { alpine: 24 }, listens: [80] }),
  webServer('envoy aws-appmesh-envoy', { sizeMB: 62, readyMs: 1_000, memoryMiB: 32 }),
  server('tomcat', {
    sizeMB: 210,
    startUpMs: 4_000,
    readyMs: 8_000,
    memoryMiB: 220,
    listens: [8080],
    stopsAfterMs: 3_000,
  }),
  // Data.
  database('redis redis-server valkey redis-leader redis-follower gb-redisslave', {
    sizeMB: 45,
    variants: { alpine: 17 },
    startUpMs: 200,
    readyMs: 300,
    memoryMiB: 8,
    listens: [6379],
    stopsAfterMs: 300,
  }),
  database('memcached', {
    sizeMB: 32,
    variants: { alpine: 6 },
    startUpMs: 100,
    readyMs: 100,
    memoryMiB: 4,
    listens: [11211],
    stopsAfterMs: 100,
  }),
  database('postgres postgresql', {
    sizeMB: 155,
    variants: { alpine: 105 },
    startUpMs: 3_000,
    readyMs: 5_000,
    listens: [5432],
    stopsAfterMs: 1_500,
  }),
  database('mysql mariadb examples-bookinfo-mysqldb', {
    sizeMB: 230,
    startUpMs: 10_000,
    readyMs: 15_000,
    memoryMiB: 380,
    listens: [3306],
    stopsAfterMs: 3_000,
  }),
  database('mongo mongodb', {
    sizeMB: 265,
    startUpMs: 2_000,
    readyMs: 4_000,
    memoryMiB: 150,
    listens: [27017],
    stopsAfterMs: 2_000,
  }),
  database('rabbitmq', {
    sizeMB: 100,
    variants: { alpine: 65 },
    startUpMs: 6_000,
    readyMs: 12_000,
    memoryMiB: 140,
    listens: [5672],
    stopsAfterMs: 4_000,
  }),
  // Shells and interpreters.
  shell('busybox busyboxplus', { sizeMB: 2 }),
  shell('alpine', { sizeMB: 4 }),
  shell('bash', { sizeMB: 6 }),
  shell('debian', { sizeMB: 49, variants: { slim: 28 } }),
  shell('ubuntu', { sizeMB: 30 }),
  shell('amazonlinux', { sizeMB: 53, variants: { minimal: 36 } }),
  shell('node', { sizeMB: 400, variants: { alpine: 55, slim: 80 }, memoryMiB: 50 }),
  shell('python', { sizeMB: 380, variants: { alpine: 18, slim: 45 }, memoryMiB: 40 }),
  shell('perl', { sizeMB: 350, variants: { slim: 55 }, memoryMiB: 20 }),
  shell('ruby', { sizeMB: 370, variants: { alpine: 40, slim: 75 }, memoryMiB: 40 }),
  shell('golang', { sizeMB: 300, variants: { alpine: 80 }, memoryMiB: 40 }),
  // Agents and sidecars.
  worker('fluent-bit aws-for-fluent-bit fluent-bit-aws', {
    sizeMB: 130,
    readyMs: 1_000,
    memoryMiB: 45,
    stopsAfterMs: 5_000,
  }),
  worker('fluentd', { sizeMB: 210, memoryMiB: 130, stopsAfterMs: 3_000 }),
  worker('cloudwatch-agent cwagent', { sizeMB: 160, memoryMiB: 90 }),
  worker('aws-otel-collector', { sizeMB: 130, memoryMiB: 80 }),
  worker('aws-xray-daemon xray-daemon', { sizeMB: 45, memoryMiB: 30 }),
  worker('amazon-k8s-cni', { sizeMB: 46, memoryMiB: 55 }),
  worker('aws-network-policy-agent', { sizeMB: 38, memoryMiB: 30 }),
  worker('kube-proxy', { sizeMB: 30, memoryMiB: 20 }),
  worker('logs', { sizeMB: 20, startUpMs: 200, readyMs: 300, memoryMiB: 20 }),
  worker('pause pause-amd64', {
    sizeMB: 1,
    startUpMs: 0,
    readyMs: 0,
    memoryMiB: 1,
    stopsAfterMs: 0,
  }),
  // Load generators and demonstrations that the documentation uses.
  worker('stress stress-ng', { sizeMB: 10, memoryMiB: 4, stopsAfterMs: 100 }),
  webServer('amazon-ecs-sample', { sizeMB: 105, cpuPerRequestMs: 2, listens: [80] }),
  webServer('hpa-example', { sizeMB: 175, cpuPerRequestMs: 100, memoryMiB: 20, listens: [80] }),
  webServer('http-echo echoserver echo-server', { sizeMB: 6 }),
  server('podinfo', { sizeMB: 30, memoryMiB: 24, listens: [9898] }),
  demo('web storefront frontend gb-frontend guestbook', {}),
  demo('retail-store-sample-* retailing-store-sample-* yelb-* examples-bookinfo-*', {}),
  worker('worker', { sizeMB: 60, memoryMiB: 60, stopsAfterMs: 5_000 }),
  worker('report', { sizeMB: 60, memoryMiB: 200, exits: { afterMs: 600_000, code: 0 } }),
];
