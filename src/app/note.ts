/** What the page has to say about itself. */
export type Note =
  | { readonly kind: 'rebuilt'; readonly atMs: number }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'noStorage' }
  | { readonly kind: 'noLesson'; readonly slug: string }
  | { readonly kind: 'lessonNotFetched' }
  /** In the words of a part that came later; `act` is a way on. */
  | {
      readonly kind: 'told';
      readonly text: () => string;
      readonly tone?: 'broken' | 'waiting';
      readonly act?: { readonly label: () => string; readonly run: () => void };
    };
