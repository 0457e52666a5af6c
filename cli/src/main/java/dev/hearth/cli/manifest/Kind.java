package dev.hearth.cli.manifest;

import dev.hearth.crds.AccountSpec;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.PublishedVersionSpec;
import java.util.Map;

/**
 * A kind of object that manifests describe.
 *
 * @param <S> the record of its {@code spec}
 * @param plural as in the name of its CRD
 */
public record Kind<S>(String name, String plural, Class<S> spec) {
  public static final Kind<FunctionSpec> FUNCTION =
      new Kind<>("Function", "functions", FunctionSpec.class);
  public static final Kind<PublishedVersionSpec> VERSION =
      new Kind<>("FunctionVersion", "functionversions", PublishedVersionSpec.class);
  public static final Kind<AliasSpec> ALIAS = new Kind<>("Alias", "aliases", AliasSpec.class);
  public static final Kind<AccountSpec> ACCOUNT =
      new Kind<>("Account", "accounts", AccountSpec.class);

  /** Whether a YAML document says that it is one of these, of whatever version. */
  public boolean is(Object document) {
    return document instanceof Map<?, ?> map
        && name.equals(map.get("kind"))
        && map.get("apiVersion") instanceof String version
        && version.startsWith(Function.GROUP + "/");
  }

  String crd() {
    return "/crds/" + plural + "." + Function.GROUP + "-v1.yml";
  }
}
