package dev.hearth.prestart;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/**
 * What can be done of the start of AWS's client before there is a function. Where a client has not
 * what is looked for, there is less to be gained.
 */
final class Warmth {
  private static final String SERIALIZATION =
      "com.amazonaws.services.lambda.runtime.serialization.";

  /** Where the client's native library is, if it is not to be unpacked. */
  private static final String LIBRARY = ".runtimeapi.NativeClient.JNI";

  private static final String LOADER = ".runtimeapi.JniHelper";
  private static final String CLASS = ".class";
  private static final String ALGORITHMS = "jdk.tls.disabledAlgorithms";
  private static final String EVENT =
      """
      {"text":"\\u00e9","whole":1,"real":2.5,"yes":true,"none":null,"list":[1,"x",{}],"object":{"text":"x"}}""";

  private interface Step {
    void run() throws Throwable;
  }

  private Warmth() {}

  /**
   * @param client its main class
   */
  @SuppressWarnings("EmptyCatch") // The client will do it, or say what is wrong.
  static void prepare(String client) {
    String names = client.substring(0, client.lastIndexOf('.'));
    List<Step> steps =
        List.of(
            // The client does, too.
            () -> Security.setProperty(ALGORITHMS, Security.getProperty(ALGORITHMS)),
            () -> link(names.replace('.', '/') + "/"),
            Warmth::serialize,
            () -> loadLibrary(names));
    for (Step step : steps) {
      try {
        step.run();
      } catch (Throwable _) {
      }
    }
  }

  /** Loads and verifies the client's own classes, and initialises none: some read variables. */
  private static void link(String folder) throws IOException, ClassNotFoundException {
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      try (JarFile jar = new JarFile(path)) {
        List<String> classes =
            jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(folder) && name.endsWith(CLASS))
                .toList();
        for (String file : classes) {
          String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
          // To ask for its fields has it linked.
          var _ = Class.forName(name, false, Warmth.class.getClassLoader()).getDeclaredFields();
        }
      }
    }
  }

  /** Reads and writes an event as it does for most handlers. */
  private static void serialize() throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> factory = Class.forName(SERIALIZATION + "factories.JacksonFactory");
    Class<?> serializer = Class.forName(SERIALIZATION + "PojoSerializer");
    Object jackson =
        lookup.findStatic(factory, "getInstance", MethodType.methodType(factory)).invoke();
    Object maps =
        lookup
            .findVirtual(factory, "getSerializer", MethodType.methodType(serializer, Class.class))
            .invoke(jackson, Map.class);
    Object event =
        lookup
            .findVirtual(serializer, "fromJson", MethodType.methodType(Object.class, String.class))
            .invoke(maps, EVENT);
    lookup
        .findVirtual(
            serializer,
            "toJson",
            MethodType.methodType(void.class, Object.class, OutputStream.class))
        .invoke(maps, event, new ByteArrayOutputStream());
  }

  /** Unless it would be unpacked, to a place that others may use. */
  private static void loadLibrary(String names) throws Throwable {
    if (System.getProperty(names + LIBRARY) != null) {
      MethodHandles.publicLookup()
          .findStatic(Class.forName(names + LOADER), "load", MethodType.methodType(void.class))
          .invoke();
    }
  }
}
