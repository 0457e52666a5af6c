package dev.hearth.cli.local;

import dev.hearth.gateway.function.Accounts;
import dev.hearth.gateway.function.Catalogue;
import dev.hearth.gateway.function.Catalogue.Entry;
import dev.hearth.gateway.function.FunctionId;
import dev.hearth.gateway.function.FunctionVersion;
import java.util.List;

/** What the user sees when everything is ready. */
final class Greeting {
  private Greeting() {}

  static void print(
      Console console,
      Usage usage,
      Ports ports,
      List<Declared.OfFunction> declared,
      Catalogue catalogue) {
    console.say("");
    for (Declared.OfFunction one : declared) {
      Entry entry =
          catalogue.find(new FunctionId(Accounts.LOCAL_NAMESPACE, one.name())).orElse(null);
      switch (entry) {
        case Entry.Ready(FunctionVersion version) -> {
          console.headline("  " + one.name());
          console.say(
              "    %s, %d MB, %d s, from %s"
                  .formatted(
                      version.runtime(),
                      version.memorySizeMb(),
                      version.timeoutMs() / 1_000,
                      usage.shortened(one.file())));
          usage.of(one.name()).forEach(console::say);
        }
        case Entry.Failed _, Entry.Pending _ ->
            console.complain("  " + one.name() + " cannot be invoked, see above");
        case null -> {}
      }
    }
    console.say("");
    console.say(
        "hearth: serving at %s (health and metrics: http://%s:%d). The AWS CLI wants a region and"
                .formatted(usage.endpoint(), LocalOptions.HOST, ports.management())
            + " credentials; any will do.");
    console.say("hearth: edit code or manifests at any time; Ctrl-C ends everything");
  }
}
