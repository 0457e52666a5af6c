package dev.hearth.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Passes over who manages which field: nothing here asks for it, and it is the larger part of most
 * resources once they are read.
 */
@Singleton
public final class UnreadFields implements KubernetesClientObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagers.class);
  }

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagers {}
}
