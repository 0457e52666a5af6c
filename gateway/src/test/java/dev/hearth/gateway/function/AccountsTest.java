package dev.hearth.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Accounts ACCOUNTS =
      new Accounts("000000000000", "main", Map.of("222222222222", "shop", "111111111111", "shop"));

  @Test
  void an_account_stands_for_its_namespace_and_the_usual_one_for_the_default() {
    assertEquals(Optional.of("shop"), ACCOUNTS.namespaceOf("111111111111"));
    assertEquals(Optional.of("main"), ACCOUNTS.namespaceOf("000000000000"));
    assertEquals(Optional.empty(), ACCOUNTS.namespaceOf("333333333333"));
  }

  @Test
  void the_usual_account_may_be_given_a_namespace_of_its_own() {
    var accounts = new Accounts("000000000000", "main", Map.of("000000000000", "shop"));
    assertEquals(Optional.of("shop"), accounts.namespaceOf("000000000000"));
  }

  @Test
  void a_namespace_with_several_accounts_is_the_first_and_one_without_the_usual() {
    assertEquals("111111111111", ACCOUNTS.accountOf("shop"));
    assertEquals("000000000000", ACCOUNTS.accountOf("bank"));
  }
}
