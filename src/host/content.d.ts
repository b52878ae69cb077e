/** Content that the build compiles (vite.config.ts). */
declare module '*?scenario' {
  import type { Scenario } from './scenario';
  const scenario: Scenario;
  export default scenario;
}
