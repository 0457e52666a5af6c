package dev.hearth.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.Account;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnreadFieldsTest {
  private static final String ACCOUNT =
      "{\"metadata\":{\"name\":\"default\",\"uid\":\"u\",\"managedFields\":[{\"manager\":\"m\","
          + "\"fieldsV1\":{\"f:spec\":{}}}]},\"spec\":{}}";

  @Test
  void who_manages_a_field_is_not_kept() {
    var mapper = new ObjectMapper();
    new UnreadFields().customize(mapper);
    var serialization = new KubernetesSerialization(mapper, false);
    Account account = serialization.unmarshal(ACCOUNT, Account.class);
    assertEquals("u", account.getMetadata().getUid());
    assertEquals(List.of(), account.getMetadata().getManagedFields());
    assertEquals(Map.of(), account.getMetadata().getAdditionalProperties());
  }
}
