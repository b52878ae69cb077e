/** The message of an error in full under its line (LOOK 4, Documents): nobody should have to hover to be told. */
import type * as Monaco from 'monaco-editor/editor';
import type { EditorMarker } from '../types';

export function createErrorLines(editor: Monaco.editor.IStandaloneCodeEditor) {
  let zones: string[] = [];
  let nodes: HTMLElement[] = [];
  const width = () => editor.getLayoutInfo().contentWidth - 24;
  /** The text stays in view while the line scrolls sideways. */
  const follow = () => {
    for (const node of nodes) {
      node.style.width = `${width()}px`;
      node.style.transform = `translateX(${editor.getScrollLeft()}px)`;
    }
  };
  editor.onDidScrollChange(follow);
  return {
    show(markers: readonly EditorMarker[]): void {
      const errors = markers.filter(({ severity }) => severity === 'error');
      editor.changeViewZones((accessor) => {
        for (const zone of zones) accessor.removeZone(zone);
        nodes = [];
        zones = errors.map(({ message, range }) => {
          const domNode = document.createElement('div');
          const text = domNode.appendChild(document.createElement('div'));
          text.className = 'editor-problem';
          text.textContent = message;
          nodes.push(text);
          const heightInPx = measure(domNode, width(), editor.getContainerDomNode());
          return accessor.addZone({ afterLineNumber: range.endLine, heightInPx, domNode });
        });
      });
      follow();
    },
  };
}

/** The height that a text takes at a width. */
function measure(node: HTMLElement, width: number, within: HTMLElement): number {
  node.style.cssText = `position: absolute; visibility: hidden; width: ${Math.max(width, 120)}px`;
  within.appendChild(node);
  const height = node.getBoundingClientRect().height;
  node.remove();
  node.style.cssText = '';
  return Math.ceil(height);
}
