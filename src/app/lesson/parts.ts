/** What lessons need on the page: one chunk, fetched when a lesson is asked for, or once the stage lives. */
export { Course } from './course.svelte';
export { default as CourseMenu } from './CourseMenu.svelte';
export { default as Lesson } from './Lesson.svelte';
export { default as Welcome } from './Welcome.svelte';
