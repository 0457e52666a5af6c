package dev.hearth.prestart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.json.JsonObject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;

/**
 * Has a Java wait in a spare sandbox for the function it is to run. The script beside this jar
 * makes it the main class, in front of the name of the runtime interface client's: it loads what
 * the client needs and does not depend on variables, waits until standard input says which
 * variables the function has, and goes on to the client as if Java had been started with them.
 *
 * <p>Nothing may ask for a variable before: Java reads them once. Where something has all the same,
 * it ends, and the function's Init is run again by a plain start.
 */
public final class WaitingJava {
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  /** Every Java that waits has it, and no function for which one does. */
  private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

  private static final String CLASS_PATH = "java.class.path";

  private WaitingJava() {}

  /**
   * @param arguments the client's main class, and arguments that are not the function's
   */
  public static void main(String[] arguments) throws Throwable {
    Properties properties = (Properties) System.getProperties().clone();
    Inheritance inheritance = new Inheritance();
    Warmth.prepare(arguments[0]);
    forget(properties);
    byte[] told = System.in.readAllBytes();
    if (told.length == 0) {
      System.exit(0); // There will be no function.
    }
    String handler = become(told, inheritance);
    System.setProperty("sun.java.command", arguments[0] + " " + handler);
    MethodHandle client =
        MethodHandles.publicLookup()
            .findStatic(
                Class.forName(arguments[0]),
                "main",
                MethodType.methodType(void.class, String[].class));
    client.invokeExact(new String[] {handler});
  }

  /** What has been said since, and that the class path ends with this jar. */
  private static void forget(Properties properties) {
    String path = properties.getProperty(CLASS_PATH);
    properties.setProperty(CLASS_PATH, path.substring(0, path.lastIndexOf(':')));
    System.setProperties(properties);
    TimeZone.setDefault(null); // Depends on variables.
  }

  /** Takes over the function's variables, and answers its handler. */
  private static String become(byte[] told, Inheritance inheritance) throws Throwable {
    JsonObject function = JsonObject.parse(new String(told, UTF_8));
    Map<String, String> given = function.strings("given");
    Map<String, String> environment = new HashMap<>(function.strings("environment"));
    // What a shell before us set holds for the function, too.
    Inheritance.parse(Files.readAllBytes(ENVIRONMENT))
        .forEach(
            (name, value) -> {
              if (!value.equals(given.get(name))) {
                environment.put(name, value);
              }
            });
    inheritance.setVariables(environment);
    inheritance.setNoInput();
    if (System.getenv(WRAPPER) != null) {
      System.exit(1); // Somebody has asked before.
    }
    return System.getenv("_HANDLER");
  }
}
