package dev.hearth.shim.log;

/** The parts of an X-Ray trace header. */
record Trace(String root, String parent, boolean sampled) {
  static Trace parse(String header) {
    String root = "";
    String parent = "";
    boolean sampled = false;
    for (String part : header.split(";", -1)) {
      if (part.startsWith("Root=")) {
        root = part.substring(5);
      } else if (part.startsWith("Parent=")) {
        parent = part.substring(7);
      } else if (part.equals("Sampled=1")) {
        sampled = true;
      }
    }
    return new Trace(root, parent, sampled);
  }
}
