/** The parts of Monaco that the page uses; one module, so that they arrive together and after the language's words. */
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/yaml/register';

export * from 'monaco-editor/editor';
