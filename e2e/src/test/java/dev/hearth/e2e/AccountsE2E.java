package dev.hearth.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.e2e.cluster.AwsCli;
import dev.hearth.e2e.cluster.Hearth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A namespace is an account: the same name there is another function. */
class AccountsE2E {
  /** As values.yaml gives it to the namespace of these tests. */
  private static final String ARN = "arn:aws:lambda:us-east-1:111122223333:function:whose";

  @RegisterExtension static final Hearth HERE = new Hearth(AccountsE2E.class);
  @RegisterExtension static final Hearth THERE = new Hearth(Elsewhere.class);

  /** Names the other namespace. */
  private static final class Elsewhere {}

  @Test
  void a_name_is_looked_up_in_the_namespace_of_the_request() throws Exception {
    HERE.applyPython("whose", "def handler(event, context): return 'here'");
    THERE.applyPython("whose", "def handler(event, context): return 'there'");
    HERE.awaitActive("whose");
    THERE.awaitActive("whose");
    assertEquals("\"here\"", HERE.lambda().call("whose", "{}"));
    assertEquals("\"there\"", THERE.lambda().call("whose", "{}"));
    var cli = new AwsCli(HERE.installation().gateway());
    assertEquals("\"here\"", cli.invoke(ARN, "{}"), "its account belongs to a namespace");
  }
}
