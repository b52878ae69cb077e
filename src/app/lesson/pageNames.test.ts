import { describe, expect, it } from 'vitest';
import { courseIndex, loadLesson } from '../../lessons/catalogue';
import { pageName } from './pageNames';

const slugs = courseIndex.parts.flatMap(({ lessons }) => lessons.map(({ slug }) => slug));

describe('pages of the documentation', () => {
  it.each(slugs)('that %s leads to have names', async (slug) => {
    const { documentation } = await loadLesson(slug);
    const unnamed = documentation.filter((href) => !pageName(href, 'en').isNamed);
    expect(unnamed, 'a line in lesson/pageNames.ts').toEqual([]);
  });

  it('are told apart by their part, and named in the language of the reader', () => {
    const href = 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/';
    expect(pageName(href, 'en').name).toBe('Deployments');
    expect(pageName(`${href}#failed-deployment`, 'ko')).toEqual({
      name: '실패한 디플로이먼트',
      book: 'Kubernetes',
      isNamed: true,
    });
  });
});
