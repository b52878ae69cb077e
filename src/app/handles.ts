/** What components let others do with them, beside their props. */
import type { TextRange } from '../documents';
import type { Ref } from '../engine/model';
import type { Platform } from '../stage/view';

export interface StageHandle {
  /** Draws the present moment. */
  frame(elapsedMs: number): void;
  focus(on: Ref | Platform): void;
}
export interface TimelineHandle {
  frame(): void;
}
export interface MenuHandle {
  open(ref: Ref, point: { readonly x: number; readonly y: number }): Promise<void>;
}
export interface DockHandle {
  focusDocuments(): void;
  focusLog(): void;
  focusCharts(): void;
  frame(): void;
}
export interface ChartsHandle {
  frame(): void;
}
export interface WhyHandle extends FocusHandle {
  focusCharts(): void;
  frame(): void;
}
export interface TableHandle {
  toggle(): void;
}
export interface DialogHandle {
  show(): void;
}
export interface FocusHandle {
  focus(): void;
}
export interface EditorHandle extends FocusHandle {
  reveal(name: string, range: TextRange): void;
  setText(name: string, text: string): void;
}
