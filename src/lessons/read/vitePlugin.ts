/**
 * `lesson.yaml?lesson`, `index.en.md?prose`, `course.yaml?course` -> plain data, so that no page needs a parser for YAML or
 * Markdown. A lesson that is wrong ends the build with every `file:line: what`.
 */
import { dirname, join, relative } from 'node:path';
import { runnerImport, type Plugin } from 'vite';

type Reader = typeof import('./disk');
type Kind = 'course' | 'lesson' | 'prose';

/** `root`: the folder that has `lessons/`. */
export function lessonContent(root: string): Plugin {
  // Our own reader, run through Vite because Node would not resolve its extension-less imports.
  let reader: Promise<{ module: Reader }> | undefined;
  return {
    name: 'quayside:lessons',
    async load(id) {
      const [path = '', query = ''] = id.split('?');
      if (!isKind(query)) return undefined;
      reader ??= runnerImport(join(root, 'src/lessons/read/disk.ts'), { configFile: false });
      const { module } = await reader;
      for (const file of module.filesBehind(root, path)) this.addWatchFile(file);
      const value = content(module, query, root, path);
      return { code: `export default ${JSON.stringify(value)}`, map: null, moduleType: 'js' };
    },
  };
}

const isKind = (query: string): query is Kind => ['course', 'lesson', 'prose'].includes(query);

function content(reader: Reader, kind: Kind, root: string, path: string): unknown {
  if (kind === 'course') return reader.loadCourse(root);
  const { lesson, prose } = reader.loadLesson(root, relative(root, dirname(path)));
  if (kind === 'lesson') return lesson;
  return path.endsWith('.ko.md') ? prose.ko : prose.en;
}
