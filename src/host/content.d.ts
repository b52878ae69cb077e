/** Content that the build compiles (vite.config.ts). */
declare module '*?scenario' {
  import type { Scenario } from './scenario';
  const scenario: Scenario;
  export default scenario;
}

/** How it opens, recorded by the build; null in development, where models change under the page. */
declare module '*?opening' {
  const opening: import('./recordedOpening').RecordedOpening | null;
  export default opening;
}
