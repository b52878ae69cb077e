import { describe, expect, it } from 'vitest';
import { parseImageName, spellings } from './imageName';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageName', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['nginx:1.27-alpine', 'docker.io', 'library/nginx', '1.27-alpine', null],
    ['shop/web:v2', 'docker.io', 'shop/web', 'v2', null],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['localhost:5000/a/b:c', 'localhost:5000', 'a/b', 'c', null],
    ['127.0.0.1:51670/busybox:latest', '127.0.0.1:51670', 'busybox', 'latest', null],
    ['public.ecr.aws/nginx/nginx:1.28', 'public.ecr.aws', 'nginx/nginx', '1.28', null],
    [`web@${digest}`, 'docker.io', 'library/web', null, digest],
    [`gcr.io/x/web:v1@${digest}`, 'gcr.io', 'x/web', 'v1', digest],
  ])('reads %s', (written, registry, repository, tag, digestOf) => {
    expect(parseImageName(written)).toEqual({ registry, repository, tag, digest: digestOf });
  });

  it.each([
    '',
    'Nginx',
    'nginx:',
    'a//b',
    'web:v 1',
    '{{IMAGE}}',
    'web@sha256:12',
    '-web',
    'a/b:c:d/e',
    'x@y@z',
  ])('refuses %j', (written) => {
    expect(parseImageName(written)).toBeUndefined();
  });
});

describe('spellings', () => {
  it('names an official image in every usual way, the fullest first', () => {
    const name = parseImageName('nginx');
    expect(name && spellings('nginx', name)).toEqual([
      'nginx',
      'docker.io/library/nginx:latest',
      'library/nginx:latest',
      'nginx:latest',
      'docker.io/library/nginx',
      'library/nginx',
    ]);
  });
});
