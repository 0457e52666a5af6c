package dev.hearth.shim.process;

import java.util.List;

/**
 * Ways in which a runtime's processes escape being ended. Each says "ready" when it has done so,
 * and ends by itself after some minutes.
 */
enum Fugitive {
  DOUBLE_FORK("(sleep 300 &) ; echo ready; sleep 300"),
  NEW_SESSION("setsid sh -c 'sleep 300 & sleep 300' & echo ready; sleep 300"),
  IGNORED_SIGNALS("(trap '' TERM INT HUP QUIT; sleep 300 &) ; echo ready; sleep 300"),
  STOPPED("(sleep 300 & kill -STOP $!) ; echo ready; kill -STOP $$"),
  MANY("f() { n=$((n+1)); [ $n -gt 6 ] && sleep 300 || { f & f & }; }; f; echo ready; sleep 300"),
  /** Never for longer than a moment the same process. */
  HOPPING("f() { n=$((n+1)); [ $n -lt 20000 ] && f & }; f; echo ready; sleep 300"),
  /** Its first thread has ended, so that it looks like a zombie. */
  HEADLESS(
      "(python3 -c 'import threading, time, ctypes;"
          + "threading.Thread(target=time.sleep, args=(300,)).start();"
          + "print(\"ready\", flush=True);"
          + "ctypes.CDLL(None).pthread_exit(None)' &) ; sleep 300"),
  /** Only pid 1 can find it: neither parents nor environment are left. */
  WITHOUT_A_TRACE("(env -i setsid sleep 300 &) ; echo ready; sleep 300");

  private final String script;

  Fugitive(String script) {
    this.script = script;
  }

  List<String> command() {
    return List.of("sh", "-c", script);
  }
}
