/** What the lesson's components let each other do, beside their props. */
export interface GoalsHandle {
  focus(): void;
}
export interface BodyHandle {
  focusGoals(): void;
}
export interface QuestionHandle {
  show(): void;
  /** As `show`, with the focus. */
  call(): void;
}
export interface HintsHandle {
  showLast(): void;
}
export interface TellingHandle {
  /** By question. */
  show(id: string): void;
  call(id: string): void;
}
