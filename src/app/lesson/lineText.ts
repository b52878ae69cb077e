/** A line without its marks: for what is spoken. */
import type { Line } from '../../lessons/types';
import type { Reading } from './reading';

export const lineText = (line: Line, measure: Reading['measure']): string =>
  line
    .map((piece) => {
      switch (piece.is) {
        case 'text':
        case 'code':
          return piece.text;
        case 'measure':
          return measure(piece.name) ?? '';
        case 'break':
          return ' ';
        default:
          return lineText(piece.line, measure);
      }
    })
    .join('');
