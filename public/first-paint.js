// Runs before the first paint: the theme and the language that were chosen, or that the system prefers; and the worker
// starts to load, which takes longer than the page.
(function () {
  var worker = document.currentScript.dataset.worker;
  if (worker) globalThis.quaysideWorker = new Worker(worker, { type: 'module' });
  var read = function (key) {
    try {
      return localStorage.getItem('quayside/' + key);
    } catch {
      return null;
    }
  };
  var root = document.documentElement;
  // What an embedding page asks for stands before what was chosen here, and is not kept.
  var query = new URLSearchParams(location.search);
  var embeds = query.has('embed');
  if (embeds) root.dataset.embed = '';
  var asked = function (name) {
    return (embeds && query.get(name)) || read(name === 'lang' ? 'language' : name);
  };
  var theme = asked('theme');
  var prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme =
    theme === 'light' || theme === 'dark' ? theme : prefersDark ? 'dark' : 'light';
  var language = asked('lang');
  var first = navigator.language || '';
  root.lang =
    language === 'en' || language === 'ko' ? language : /^ko\b/i.test(first) ? 'ko' : 'en';
  // A linked lesson brings its own words: the introduction's are not painted first.
  if (/^#lesson\//.test(location.hash) || /[?&]lesson=/.test(location.search))
    root.dataset.lesson = '';
})();
