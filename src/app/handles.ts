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
  desk(): Desk;
}
export interface TableHandle {
  toggle(): void;
}
export interface DialogHandle {
  show(): void;
}
export interface LessonHandle {
  focusGoals(): void;
  /** Returns whether there was something to close. */
  close(): boolean;
}
export interface FocusHandle {
  focus(): void;
}
/** The learner's documents, for a lesson: it writes its solution there, and gives the learner's texts back. */
export interface Desk {
  /** Texts of the learner are kept apart. */
  readonly hasAside: boolean;
  /** Keeps the learner's texts apart, until they are taken back. */
  putAside(): void;
  takeBack(): void;
  /** Every text as the lesson has it; the learner's are put aside. */
  revertAll(): void;
  text(file: string): string;
  /** Shows the file with this text, and the place of an offset. */
  write(file: string, text: string, at: number): void;
  /** Its text is what has been applied. */
  applied(file: string): void;
}
export interface DocumentsHandle extends FocusHandle {
  setText(file: string, text: string): void;
  write(file: string, text: string, at: number): void;
}
export interface EditorHandle extends FocusHandle {
  reveal(name: string, range: TextRange): void;
  setText(name: string, text: string): void;
  /** Brings an offset into sight; the focus stays where it is. */
  show(name: string, at: number): void;
}
