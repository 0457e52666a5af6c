package dev.hearth.gateway.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RejectionTest {
  /** From the public service model: M marks {@code Message}, m {@code message}. */
  private static final Map<Integer, String> MODEL =
      Map.ofEntries(
          Map.entry(
              400,
              "InvalidParameterValue:m InvalidRequestContent:m ModeNotSupported:m"
                  + " NoPublishedVersion:M RecursiveInvocation:M SnapStart:M"),
          Map.entry(402, "ServiceQuotaExceeded:M"),
          Map.entry(403, "EFSMountFailure:M S3FilesMountFailure:M"),
          Map.entry(404, "ProvisionedConcurrencyConfigNotFound:m ResourceNotFound:M"),
          Map.entry(
              408,
              "EFSMountConnectivity:M EFSMountTimeout:M S3FilesMountConnectivity:M"
                  + " S3FilesMountTimeout:M SnapStartTimeout:M"),
          Map.entry(
              409,
              "CodeArtifactUserDeleted:m CodeArtifactUserFailed:m CodeArtifactUserPending:m"
                  + " DurableExecutionAlreadyStarted:M ResourceConflict:m SnapStartNotReady:M"
                  + " SnapStartRegenerationFailure:M"),
          Map.entry(410, "EFSIO:M"),
          Map.entry(412, "PreconditionFailed:m"),
          Map.entry(413, "RequestTooLarge:m SerializedRequestEntityTooLarge:m"),
          Map.entry(415, "UnsupportedMediaType:m"),
          Map.entry(429, "TooManyRequests:m"),
          Map.entry(500, "Service:M"),
          Map.entry(
              502,
              "EC2AccessDenied:M EC2Throttled:M EC2Unexpected:M ENILimitReached:M ENINotReady:M"
                  + " InvalidRuntime:M InvalidSecurityGroupID:M InvalidSubnetID:M InvalidZipFile:M"
                  + " KMSAccessDenied:M KMSDisabled:M KMSInvalidState:M KMSNotFound:M"
                  + " ResourceNotReady:m SubnetIPAddressLimitReached:M"));

  /** AWS answers these too, before it knows an operation of the model. */
  private static final String BEFORE_THE_MODEL =
      "Validation:400:m AccessDenied:403:M UnknownOperation:404:m MethodNotAllowed:405:m"
          + " RequestHeaderSectionTooLarge:431:m";

  @Test
  void name_status_and_spelling_of_the_message_are_those_of_the_service_model() {
    String unknown =
        Arrays.stream(Rejection.values())
            .filter(r -> !inModel(r))
            .map(r -> name(r) + ":" + r.status() + ":" + r.messageMember().charAt(0))
            .collect(Collectors.joining(" "));
    assertEquals(BEFORE_THE_MODEL, unknown);
  }

  private static boolean inModel(Rejection rejection) {
    String entry = name(rejection) + ":" + rejection.messageMember().charAt(0);
    String ofStatus = MODEL.getOrDefault(rejection.status(), "");
    return Arrays.asList(ofStatus.split(" ", -1)).contains(entry);
  }

  private static String name(Rejection rejection) {
    String name = rejection.awsName();
    assertTrue(name.endsWith("Exception"), name);
    return name.substring(0, name.length() - "Exception".length());
  }

  @Test
  void the_message_is_spelled_in_one_of_two_ways() {
    for (Rejection rejection : Rejection.values()) {
      assertTrue(rejection.messageMember().matches("[Mm]essage"), rejection.name());
    }
  }

  @Test
  void a_status_below_500_is_the_users_fault() {
    for (Rejection rejection : Rejection.values()) {
      assertEquals(
          rejection.status() < 500 ? Rejection.Fault.USER : Rejection.Fault.SERVICE,
          rejection.fault(),
          rejection.name());
    }
  }
}
