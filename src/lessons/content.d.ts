/** Content that the build compiles (vitePlugin.ts). */
declare module '*?course' {
  const course: import('./types').Course;
  export default course;
}
declare module '*?lesson' {
  const lesson: import('./types').Lesson;
  export default lesson;
}
declare module '*?prose' {
  const prose: import('./types').Prose;
  export default prose;
}
