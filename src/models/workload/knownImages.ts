/**
 * What well-known images do when they are run as they come. Sizes are compressed megabytes of the linux/amd64 image, as
 * the registries list them (Docker Hub, ECR Public, registry.k8s.io; rounded, late 2025); start-up, CPU per request and
 * memory are typical figures of an idle default configuration, chosen for teaching. Configuration files are not read: a
 * server listens where it does out of the box.
 */
import { timings } from './timings';
import type { ImageBehaviour } from './types';

export interface KnownImage extends Omit<ImageBehaviour, 'name'> {
  /** Last parts of the repository (`library/nginx`, `nginx/nginx` and `bitnami/nginx` all end in `nginx`), or globs. */
  readonly repositories: readonly string[];
  /** Sizes of the small variants, by a word in the tag. */
  readonly variants?: Readonly<Record<string, number>>;
  /** Its own command is a shell or an interpreter, which ends at once where there is no terminal. */
  readonly interactive?: boolean;
}

const server: Omit<KnownImage, 'repositories'> = {
  sizeMB: 80,
  startUpMs: 1_000,
  readyMs: 2_000,
  cpuPerRequestMs: 5,
  memoryMiB: 64,
  leakMiBPerMinute: 0,
  exits: null,
  listens: [],
  fails: null,
  stopsAfterMs: 1_000,
};

/** What an image does of which nothing is known. */
export const plainServer: Omit<ImageBehaviour, 'name'> = server;

const worker: Omit<KnownImage, 'repositories'> = { ...server, listens: null, cpuPerRequestMs: 0 };
const shell: Omit<KnownImage, 'repositories'> = {
  ...worker,
  startUpMs: 0,
  readyMs: 0,
  memoryMiB: 4,
  exits: { afterMs: 100, code: 0 },
  stopsAfterMs: timings.ignoresSigtermMs,
  interactive: true,
};
const demo: Omit<KnownImage, 'repositories'> = {
  ...server,
  sizeMB: 60,
  readyMs: 3_000,
  cpuPerRequestMs: 20,
  memoryMiB: 120,
  stopsAfterMs: 5_000,
};

export const knownImages: readonly KnownImage[] = [
  // Web servers and proxies.
  {
    ...server,
    repositories: ['nginx', 'nginx-slim', 'hello'],
    sizeMB: 72,
    variants: { alpine: 21 },
    startUpMs: 200,
    readyMs: 300,
    cpuPerRequestMs: 1,
    memoryMiB: 10,
    listens: [80],
    stopsAfterMs: 200,
  },
  {
    ...server,
    repositories: ['nginx-unprivileged'],
    sizeMB: 72,
    variants: { alpine: 21 },
    startUpMs: 200,
    readyMs: 300,
    cpuPerRequestMs: 1,
    memoryMiB: 10,
    listens: [8080],
    stopsAfterMs: 200,
  },
  {
    ...server,
    repositories: ['httpd', 'php-apache'],
    sizeMB: 58,
    variants: { alpine: 24 },
    startUpMs: 300,
    readyMs: 500,
    cpuPerRequestMs: 2,
    memoryMiB: 14,
    listens: [80],
  },
  {
    ...server,
    repositories: ['envoy', 'aws-appmesh-envoy'],
    sizeMB: 62,
    startUpMs: 500,
    readyMs: 1_000,
    cpuPerRequestMs: 1,
    memoryMiB: 32,
  },
  {
    ...server,
    repositories: ['tomcat'],
    sizeMB: 210,
    startUpMs: 4_000,
    readyMs: 8_000,
    memoryMiB: 220,
    listens: [8080],
    stopsAfterMs: 3_000,
  },
  // Data.
  {
    ...server,
    repositories: [
      'redis',
      'redis-server',
      'valkey',
      'gb-redisslave',
      'redis-follower',
      'redis-leader',
    ],
    sizeMB: 45,
    variants: { alpine: 17 },
    startUpMs: 200,
    readyMs: 300,
    cpuPerRequestMs: 1,
    memoryMiB: 8,
    listens: [6379],
    stopsAfterMs: 300,
  },
  {
    ...server,
    repositories: ['memcached'],
    sizeMB: 32,
    variants: { alpine: 6 },
    startUpMs: 100,
    readyMs: 100,
    cpuPerRequestMs: 1,
    memoryMiB: 4,
    listens: [11211],
    stopsAfterMs: 100,
  },
  {
    ...server,
    repositories: ['postgres', 'postgresql'],
    sizeMB: 155,
    variants: { alpine: 105 },
    startUpMs: 3_000,
    readyMs: 5_000,
    memoryMiB: 60,
    listens: [5432],
    stopsAfterMs: 1_500,
  },
  {
    ...server,
    repositories: ['mysql', 'mariadb', 'examples-bookinfo-mysqldb'],
    sizeMB: 230,
    startUpMs: 10_000,
    readyMs: 15_000,
    memoryMiB: 380,
    listens: [3306],
    stopsAfterMs: 3_000,
  },
  {
    ...server,
    repositories: ['mongo', 'mongodb'],
    sizeMB: 265,
    startUpMs: 2_000,
    readyMs: 4_000,
    memoryMiB: 150,
    listens: [27017],
    stopsAfterMs: 2_000,
  },
  {
    ...server,
    repositories: ['rabbitmq'],
    sizeMB: 100,
    variants: { alpine: 65 },
    startUpMs: 6_000,
    readyMs: 12_000,
    memoryMiB: 140,
    listens: [5672],
    stopsAfterMs: 4_000,
  },
  // Shells: without a terminal and without a command they end at once.
  { ...shell, repositories: ['busybox', 'busyboxplus'], sizeMB: 2 },
  { ...shell, repositories: ['alpine'], sizeMB: 4 },
  { ...shell, repositories: ['debian'], sizeMB: 49, variants: { slim: 28 } },
  { ...shell, repositories: ['ubuntu'], sizeMB: 30 },
  { ...shell, repositories: ['amazonlinux'], sizeMB: 53, variants: { minimal: 36 } },
  { ...shell, repositories: ['bash'], sizeMB: 6 },
  // Interpreters, likewise; given a program they are servers that hear no SIGTERM.
  {
    ...shell,
    repositories: ['node'],
    sizeMB: 400,
    variants: { alpine: 55, slim: 80 },
    memoryMiB: 50,
    cpuPerRequestMs: 5,
  },
  {
    ...shell,
    repositories: ['python'],
    sizeMB: 380,
    variants: { alpine: 18, slim: 45 },
    memoryMiB: 40,
    cpuPerRequestMs: 10,
  },
  { ...shell, repositories: ['perl'], sizeMB: 350, variants: { slim: 55 }, memoryMiB: 20 },
  {
    ...shell,
    repositories: ['ruby'],
    sizeMB: 370,
    variants: { alpine: 40, slim: 75 },
    memoryMiB: 40,
  },
  { ...shell, repositories: ['golang'], sizeMB: 300, variants: { alpine: 80 }, memoryMiB: 40 },
  // Agents and sidecars.
  {
    ...worker,
    repositories: ['fluent-bit', 'aws-for-fluent-bit', 'fluent-bit-aws'],
    sizeMB: 130,
    startUpMs: 500,
    readyMs: 1_000,
    memoryMiB: 45,
    stopsAfterMs: 5_000,
  },
  { ...worker, repositories: ['fluentd'], sizeMB: 210, memoryMiB: 130, stopsAfterMs: 3_000 },
  { ...worker, repositories: ['cloudwatch-agent', 'cwagent'], sizeMB: 160, memoryMiB: 90 },
  { ...worker, repositories: ['aws-otel-collector'], sizeMB: 130, memoryMiB: 80 },
  { ...worker, repositories: ['aws-xray-daemon', 'xray-daemon'], sizeMB: 45, memoryMiB: 30 },
  { ...worker, repositories: ['logs'], sizeMB: 20, startUpMs: 200, readyMs: 300, memoryMiB: 20 },
  {
    ...worker,
    repositories: ['pause', 'pause-amd64', 'eks-pause'],
    sizeMB: 1,
    startUpMs: 0,
    readyMs: 0,
    memoryMiB: 1,
    stopsAfterMs: 0,
  },
  // Load generators that the documentation uses.
  { ...worker, repositories: ['stress', 'stress-ng'], sizeMB: 10, memoryMiB: 4, stopsAfterMs: 100 },
  // Demonstrations.
  {
    ...server,
    repositories: ['amazon-ecs-sample'],
    sizeMB: 105,
    startUpMs: 500,
    readyMs: 1_000,
    cpuPerRequestMs: 2,
    memoryMiB: 14,
    listens: [80],
  },
  {
    ...server,
    repositories: ['hpa-example'],
    sizeMB: 175,
    startUpMs: 500,
    readyMs: 1_000,
    cpuPerRequestMs: 100,
    memoryMiB: 20,
    listens: [80],
  },
  { ...server, repositories: ['http-echo', 'echoserver', 'echo-server'], sizeMB: 6, memoryMiB: 6 },
  { ...server, repositories: ['podinfo'], sizeMB: 30, memoryMiB: 24, listens: [9898] },
  {
    ...demo,
    repositories: ['web', 'storefront', 'retail-store-sample-*', 'retailing-store-sample-*'],
  },
  {
    ...demo,
    repositories: ['yelb-*', 'examples-bookinfo-*', 'frontend', 'gb-frontend', 'guestbook'],
  },
  { ...worker, repositories: ['worker'], sizeMB: 60, memoryMiB: 60, stopsAfterMs: 5_000 },
  {
    ...worker,
    repositories: ['report'],
    sizeMB: 60,
    memoryMiB: 200,
    exits: { afterMs: 600_000, code: 0 },
  },
];
