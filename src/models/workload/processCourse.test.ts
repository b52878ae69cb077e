import { describe, expect, it } from 'vitest';
import { processCourse } from './processCourse';

const ends = (afterMs: number, code = 0) => ({ what: 'ends', afterMs, code });
const idles = { what: 'idles' };
const serves = (afterMs = 0) => ({ what: 'serves', afterMs });
const sh = (script: string) => ['/bin/sh', '-c', script];

describe('processCourse', () => {
  it.each<[string, readonly string[], unknown]>([
    ['sleeps its seconds', ['sleep', '3600'], ends(3_600_000)],
    ['sleeps in units and sums', ['sleep', '1h', '0.5'], ends(3_600_500)],
    ['sleeps for ever', ['sleep', 'infinity'], idles],
    ['is true', ['/bin/true'], ends(0)],
    ['is false', ['false'], ends(0, 1)],
    ['prints and is done', ['echo', 'hello'], ends(0)],
    ['fetches and is done', ['curl', 'http://x'], ends(1_000)],
    ['follows a file', ['tail', '-n+1', '-f', '/var/log/1.log'], idles],
    ['pings a few times', ['ping', '-c', '4', 'x'], ends(4_000)],
    ['is cut off', ['timeout', '30', 'sleep', '60'], ends(30_000, 124)],
    ['is a program of its own', ['./server', '--port', '80'], serves()],
    ['computes pi', ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'], ends(5_000)],
    ['exits from inline code', ['python', '-c', 'import sys; sys.exit(3)'], ends(5_000, 3)],
    ['loops in inline code', ['python3', '-c', 'while True: pass'], idles],
    ['runs a program file', ['python', 'app.py'], serves()],
    ['is an interpreter without a terminal', ['python'], ends(0)],
    ['is a shell without a terminal', ['/bin/sh'], ends(0)],
    ['runs a script file', ['bash', '/run.sh'], serves()],
    [
      'holds memory',
      ['stress', '--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'],
      { what: 'idles', memoryMiB: 250, cpuMilli: 1000 },
    ],
  ])('%s: %j', (_, words, course) => {
    expect(processCourse(words)).toEqual(course);
  });

  it.each<[string, unknown]>([
    ['exit 1', ends(0, 1)],
    ['sleep 5 && exit 42', ends(5_000, 42)],
    ['echo hi; sleep 1h', ends(3_600_000)],
    ['while true; do date; sleep 5; done', idles],
    ['while :\ndo\n  echo x >> /var/log/1.log\n  sleep 1\ndone', idles],
    ['while sleep 1; do echo "a; b"; done', idles],
    ['until false; do sleep 1; done', idles],
    ['for i in 1 2 3; do echo $i; sleep 2; done', ends(6_000)],
    ['for i in {1..10}; do sleep 1; done; exit 3', ends(10_000, 3)],
    ['for i in $(seq 1 5); do sleep 1; done', ends(5_000)],
    ['until nslookup db.default.svc; do echo waiting; sleep 2; done', ends(1_000)],
    ['while ! nc -z db 5432; do sleep 1; done; ./app', serves(1_000)],
    ['sleep 10; exec nginx -g "daemon off;"', serves(10_000)],
    ['touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600', ends(630_000)],
    ['false && sleep 100 || sleep 1', ends(1_000)],
    ['false || exit 7', ends(0, 7)],
    ['trap "exit 0" TERM; while true; do sleep 1; done', idles],
    ['while true; do sleep 3; exit 2; done', ends(3_000, 2)],
    ['while true; do sleep 3; break; done; sleep 1', ends(4_000)],
    ['if [ -f /x ]; then exit 1; fi; sleep 2', ends(2_000)],
    ['(sleep 2; sleep 3)', ends(5_000)],
    ['sleep 20 & sleep 1', ends(1_000)],
    ['sleep 20 & sleep 5 & wait', ends(20_000)],
    ['echo hello > /dev/termination-log 2>&1 # done', ends(0)],
    ['/bin/sh -c "sleep 4; exit 9"', ends(4_000, 9)],
    ['/bin/sh -c "echo \'<b>Hi; there</b>\' > /x.html && httpd-foreground"', serves()],
    ['FOO=1 BAR=$(date -u) sleep 3', ends(3_000)],
    ['echo a | grep b', ends(1_000)],
    ['', ends(0)],
    ['"unclosed', serves()],
    ['done; fi; ) }', serves()],
  ])('reads %j', (script, course) => {
    expect(processCourse(sh(script))).toEqual(course);
  });
});
