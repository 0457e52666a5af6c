// Has a Node.js wait in a spare sandbox for the function it is to run.
//
// Node.js loads this before its script, since NODE_OPTIONS says so. It loads what the script's interface client needs of
// Node.js itself. Then standard input says which variables, arguments and folder the function has, and Node.js goes on
// to its script as if it had been started with them. Nothing of the client is loaded here: it reads variables.
'use strict';

const fs = require('fs');

// What the client requires.
const NEEDED = ['assert', 'http', 'module', 'net', 'path', 'util'];

function told() {
  const buffer = Buffer.alloc(1 << 16);
  let words = '';
  for (let count; (count = fs.readSync(0, buffer, 0, buffer.length, null)) > 0; ) {
    words += buffer.latin1Slice(0, count);
  }
  if (words === '') {
    process.exit(0); // There will be no function.
  }
  return JSON.parse(Buffer.from(words, 'latin1').toString());
}

function become({ environment, given, command, folder }) {
  // What a shell before us set holds for the function, too.
  const set = Object.entries(process.env).filter(([name, value]) => given[name] !== value);
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, environment, Object.fromEntries(set));
  const behindScript = process.argv.length - 2;
  const words = command.split('\0');
  process.argv.splice(2, behindScript, ...words.slice(words.length - behindScript));
  process.chdir(folder);
  fs.closeSync(0);
  fs.openSync('/dev/null', 'r'); // Takes the lowest number that is free.
}

function forget() {
  const Module = require('module');
  delete require.cache[__filename];
  process._preload_modules.splice(process._preload_modules.indexOf(__filename), 1);
  for (const path of Object.keys(Module._pathCache)) {
    if (Module._pathCache[path] === __filename) {
      delete Module._pathCache[path];
    }
  }
}

// A function's worker threads load this again; there is nothing to wait for.
if (!process.chdir.disabled) {
  NEEDED.forEach((name) => require(name));
  become(told());
}
forget();
