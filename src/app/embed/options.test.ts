import { describe, expect, it } from 'vitest';
import { readEmbed } from './options';

describe('embed options', () => {
  it('are none without `embed`', () => {
    expect(readEmbed('?half=ecs')).toBeNull();
  });
  it('are what the address says, and what is not among the choices is left out', () => {
    expect(
      readEmbed('?embed&half=ecs&lang=ko&theme=dark&autoplay=0&origin=https://a.example'),
    ).toEqual({
      half: 'ecs',
      language: 'ko',
      theme: 'dark',
      autoplay: false,
      origin: 'https://a.example',
    });
    expect(readEmbed('?embed&half=left&lang=fr&theme=red')).toEqual({
      half: null,
      language: null,
      theme: null,
      autoplay: true,
      origin: null,
    });
  });
});
