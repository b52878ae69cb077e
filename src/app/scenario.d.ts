/** A scenario's folder, compiled by the build (vite.config.ts). */
declare module '*?scenario' {
  const scenario: import('../host/scenario').Scenario;
  export default scenario;
}
